// Which readings of a text are good enough, and how good: the part of name_search.hpp that knows no order of attempts.
#include "gazetteer/name_search.hpp"

#include <algorithm>
#include <cmath>

namespace cityweave::gazetteer {

std::vector<RatedPlace> Search::rate(const NameSpan& span, const std::string& country) const {
    const PlaceContext context{
        .country = country, .areas = text_.areas, .spoken = text_.spoken, .area_told = text_.has(area), .given = &given_};
    const auto written = text_.slice(span.first, span.count);
    const MatchedName name{.written = written, .plain = text_.plain, .match = span.match, .edits = span.edits};
    std::vector<RatedPlace> places; // one name of a place counts, its best
    for (const auto& place : span.places) {
        const auto& record = gazetteer_.record(place.index);
        const std::string_view own(record.country.data(), 2);
        if (!country.empty() && own != country && Countries::sovereign_code(own) != country) continue;
        const auto rated = rate_place(gazetteer_, place, name, context);
        const auto known = std::find_if(places.begin(), places.end(), [&](const auto& p) { return p.place == rated.place; });
        if (known == places.end())
            places.push_back(rated);
        else if (rated.rank > known->rank)
            *known = rated;
    }
    std::sort(places.begin(), places.end(),
              [](const auto& a, const auto& b) { return a.rank != b.rank ? a.rank > b.rank : a.place < b.place; });
    return places;
}

RatedSpan Search::rate_span(const NameSpan& span, const std::string& country) const {
    RatedSpan rated{.span = &span, .places = rate(span, country)};
    if (rated.places.empty()) return rated;
    rated.rank = rated.places.front().rank;
    if (span.whole) rated.rank += 0.3;
    // Institutes are named after people and ideas too, which may be villages; towns' own bodies are not.
    if (span.introduced) rated.rank += text_.has(municipal | metropolitan | area | district) ? 0.25 : 0.1;
    if (span.isolated) rated.rank += 0.15;
    if (span.cut && (text_.has(metropolitan) || !beside_known_name(span))) rated.rank -= 0.5;
    rated.rank += 0.15 * static_cast<double>(span.count - 1);
    if (span.match == NameMatch::shortened && span.count > 1) rated.rank += 0.2; // "Środa Śl." is no other Środa
    const bool names_seat = rated.places.front().kind == NameKind::area;
    if (!names_seat && (all_words(span, in_country) || all_words(span, in_area))) rated.rank -= 0.6;
    rated.confidence = confidence(rated, country);
    return rated;
}

double Search::confidence(const RatedSpan& rated, const std::string& country) const {
    const auto& span = *rated.span;
    double sum = 0;
    for (const auto& p : rated.places) sum += p.weight;
    double sure = rated.places.front().weight / sum;
    sure *= country.empty() ? 0.97 : 0.99;
    if (span.match == NameMatch::declined) sure *= 0.97;
    if (span.match == NameMatch::beginning) sure *= 0.85;
    if (span.match == NameMatch::typo) sure *= span.edits == 1 ? 0.96 : 0.93;
    if (!span.whole && !span.introduced && !span.isolated) sure *= 0.95;
    sure *= std::pow(0.985, static_cast<double>(std::min<std::size_t>(span.unknown_words, 6)));
    if (contradicted_) sure *= 0.8;
    return sure;
}

/// Whether the country is known, from outside or from the language of the words about the name.
bool Search::told_country(const PlaceRecord& place, const std::string& country) const {
    const auto& spoken = text_.spoken;
    return !country.empty() || std::find(spoken.begin(), spoken.end(), std::string_view(place.country.data(), 2)) != spoken.end();
}

/// "Chaves-Verín": what the hyphen joins to the span is a town's name too.
bool Search::beside_known_name(const NameSpan& span) const {
    const auto next = span.first + span.count;
    const auto known = [&](std::size_t i) {
        return !text_.words[i].is(in_area | compass) && !gazetteer_.named(text_.words[i].folded).empty();
    };
    const bool before = span.first > 0 && text_.words[span.first].gap == Gap::hyphen;
    const bool after = next < text_.words.size() && text_.words[next].gap == Gap::hyphen;
    return (before || after) && (!before || known(span.first - 1)) && (!after || known(next));
}

/// Whether this place may be what a text with these other words means. The less the words point at it, the bigger it must
/// be, since nearly any word is some village's name.
bool Search::acceptable(const RatedSpan& rated, const std::string& country) const {
    const auto& span = *rated.span;
    const auto& best = rated.places.front();
    const auto& place = gazetteer_.record(best.place);
    if (best.kind == NameKind::area && span.match == NameMatch::whole) return span.whole || span.introduced || span.isolated;
    if (only_a_country(span, place) || inside_area(span)) return false;
    const bool told = told_country(place, country);
    return fits_area(rated) && fits_country(span, place, told) && fits_match(rated, told) && fits_words(rated, told);
}

/// Where the text speaks of an area, a village of like name is not meant, and a region among a town's names is no town.
bool Search::fits_area(const RatedSpan& rated) const {
    const auto& span = *rated.span;
    const auto& best = rated.places.front();
    const auto& place = gazetteer_.record(best.place);
    const bool region_words = text_.has(area) && !text_.has(municipal);
    const bool known_area = all_words(span, in_area);
    if (span.match == NameMatch::declined && span.cut && !text_.has(area)) return false;
    if ((region_words || known_area) && !is_seat(place) && place.population < 3000) return false;
    return !known_area || (place.population >= 20'000 && best.kind != NameKind::alternate);
}

bool Search::fits_country(const NameSpan& span, const PlaceRecord& place, bool told) const {
    const bool european = in_europe({place.country.data(), 2});
    if (span.listed && place.population < (told ? 1000U : 10'000U)) return false;
    if (told) return true;
    if (!european && (span.listed || place.population < (span.whole ? 15'000U : 100'000U))) return false;
    return span.whole || text_.key(span.first, span.count).size() > 3;
}

/// Guessed names (declined, misspelt, beginnings only) must be of bigger places.
bool Search::fits_match(const RatedSpan& rated, bool told) const {
    const auto& span = *rated.span;
    const auto& place = gazetteer_.record(rated.places.front().place);
    const auto people = place.population;
    if (span.match == NameMatch::beginning) {
        const auto& reasons = rated.places.front().reasons;
        const bool region = std::find(reasons.begin(), reasons.end(), "region-agrees") != reasons.end();
        return region ? people >= 5000 : people >= 30'000 && text_.has(metropolitan);
    }
    if (span.match != NameMatch::declined && span.match != NameMatch::typo) return true;
    const auto letters = text_.key(span.first, span.count).size();
    if (people < (told ? 300U : letters >= 10 ? 5000U : 20'000U)) return false;
    const bool european = in_europe({place.country.data(), 2});
    if (!told && (!span.whole || !european || letters < 6)) return false;
    if (span.edits == 2 && letters < 9 && people < (told ? 10'000U : 50'000U)) return false;
    return !text_.has(organisation) || text_.has(municipal) || span.introduced || people >= 10'000;
}

bool Search::fits_words(const RatedSpan& rated, bool told) const {
    const auto& span = *rated.span;
    const auto people = gazetteer_.record(rated.places.front().place).population;
    if (span.whole || rated.bilingual) return told || !span.introduced || people >= 5000 || text_.has(municipal | metropolitan | area);
    const bool twin = span.cut && beside_known_name(span);
    if (twin && text_.words.size() == span.count + 1) return people >= 5000; // "Tornio-Haparanda"
    if (span.cut && people < 20'000 && !(told && twin)) return false;
    if (told) return span.introduced || span.isolated || people >= 5000 || (span.unknown_words <= 1 && people >= 1000);
    if (span.introduced) return people >= 1000;
    if (span.isolated) return people >= 2000;
    return people >= (span.unknown_words >= 3 ? 100'000U : 30'000U);
}

bool Search::all_words(const NameSpan& span, std::uint32_t kinds) const {
    const auto first = text_.words.begin() + static_cast<std::ptrdiff_t>(span.first);
    return std::all_of(first, first + static_cast<std::ptrdiff_t>(span.count), [&](const NameWord& w) { return w.is(kinds); });
}

/// León of "Castilla y León" is not what that text names.
bool Search::inside_area(const NameSpan& span) const {
    return std::any_of(text_.area_phrases.begin(), text_.area_phrases.end(), [&](const Phrase& p) {
        return p.count > span.count && p.first <= span.first && span.first + span.count <= p.first + p.count;
    });
}

/// "Wales", "Cuba" as the whole text: towns have such names too, but the country is meant, unless the town is its capital
/// or the country asked for is another.
bool Search::only_a_country(const NameSpan& span, const PlaceRecord& place) const {
    if (span.count != text_.words.size()) return false;
    const auto& code = text_.whole_country;
    if (!code) return false;
    const std::string_view feature(place.feature.data(), 4);
    if (feature == "PPLC" && std::string_view(place.country.data(), 2) == *code) return false;
    return country_.empty() || country_ == Countries::sovereign(*code);
}

/// "Turku/Åbo", "Rovinj-Rovigno": two names at each other's side that one place has are that place.
void Search::join_bilingual(std::vector<RatedSpan>& rated) {
    for (auto& a : rated)
        for (const auto& b : rated) {
            const bool beside = b.span->first == a.span->first + a.span->count || a.span->first == b.span->first + b.span->count;
            if (!beside || a.places.empty() || b.places.empty()) continue;
            const auto shared = [&](const RatedPlace& p) {
                return std::any_of(b.places.begin(), b.places.end(), [&](const RatedPlace& q) { return q.place == p.place; });
            };
            const auto found = std::find_if(a.places.begin(), a.places.end(), shared);
            if (found == a.places.end()) continue;
            std::rotate(a.places.begin(), found, found + 1);
            a.places.resize(1);
            ++a.places.front().side_names;
            a.rank += 0.6;
            a.bilingual = true;
        }
}

/// "Imatra and Lappeenranta": a town too small to be taken alone counts beside one of its country that was taken, if only
/// connectors stand between.
void Search::admit_companions(std::vector<RatedSpan>& admitted, const std::vector<RatedSpan>& refused) const {
    constexpr std::uint64_t least_people = 2000;
    const auto beside = [&](const NameSpan& a, const NameSpan& b) {
        if (a.first + a.count > b.first) return false;
        for (auto i = a.first + a.count; i < b.first; ++i)
            if (!text_.words[i].is(connector)) return false;
        return a.first + a.count < b.first || text_.words[b.first].gap >= Gap::slash;
    };
    const auto taken = admitted.size();
    for (const auto& small : refused) {
        const auto& place = gazetteer_.record(small.places.front().place);
        if (small.span->match != NameMatch::whole || small.span->listed || place.population < least_people) continue;
        for (std::size_t i = 0; i < taken; ++i) {
            const auto& known = admitted[i];
            const auto& other = gazetteer_.record(known.places.front().place);
            if (known.span->match != NameMatch::whole || other.country != place.country || all_words(*small.span, in_area)) continue;
            if (!beside(*small.span, *known.span)) continue;
            admitted.push_back(small);
            break;
        }
    }
}

/// The same words may be led back to several names: what is sure of one is not sure of another.
void Search::share_confidence(std::vector<RatedSpan>& rated) {
    std::vector<double> share;
    for (const auto& a : rated) {
        double sum = 0;
        for (const auto& b : rated)
            if (a.span->first == b.span->first && a.span->count == b.span->count &&
                (&a == &b || a.places.front().place != b.places.front().place))
                sum += b.places.front().weight;
        share.push_back(a.places.front().weight / sum);
    }
    for (std::size_t i = 0; i < rated.size(); ++i) rated[i].confidence *= share[i];
}

/// Of several towns the first, if it is not much less likely a town, nor much smaller, than the likeliest; of a union's,
/// the core.
void Search::put_best_first(std::vector<RatedSpan>& rated) const {
    constexpr double much_smaller = 0.25;
    if (rated.size() < 2) return;
    const double slack = text_.has(metropolitan) ? 0.09 : 0.3;
    const auto size = [&](const RatedSpan& r) { return importance(gazetteer_.record(r.places.front().place)); };
    const auto best = std::max_element(rated.begin(), rated.end(), [](const auto& a, const auto& b) { return a.rank < b.rank; });
    const double least_rank = best->rank - slack, least_size = size(*best) - much_smaller;
    const auto fits = [&](const RatedSpan& r) { return r.rank >= least_rank && size(r) >= least_size; };
    std::stable_sort(rated.begin(), rated.end(), [&](const RatedSpan& a, const RatedSpan& b) {
        const bool fit_a = fits(a), fit_b = fits(b);
        if (fit_a != fit_b) return fit_a;
        return fit_a && a.span->first != b.span->first ? a.span->first < b.span->first : a.rank > b.rank;
    });
}

} // namespace cityweave::gazetteer
