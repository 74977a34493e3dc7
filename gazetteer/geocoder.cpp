#include "gazetteer/geocoder.hpp"

#include "gazetteer/name_spans.hpp"
#include "gazetteer/name_text.hpp"
#include "gazetteer/place_rating.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <set>

namespace cityweave::gazetteer {

namespace {

constexpr std::size_t most_candidates = 10;

/// A span with its best places, and how good it is as the text's town.
struct RatedSpan {
    const NameSpan* span = nullptr;
    std::vector<RatedPlace> places; ///< best first
    double rank = 0;
    double confidence = 0;
    bool bilingual = false; ///< the next words name the same place
};

/// One text on its way to an answer.
class Search {
public:
    Search(const Gazetteer& gazetteer, const Countries& countries, const NameText& text, const GeocodeContext& given)
        : gazetteer_(gazetteer), countries_(countries), text_(text), given_(given) {
        country_ = Countries::sovereign(!given.country.empty() && !given.country_doubted ? given.country : text.country);
        if (country_.empty() && !given.country.empty()) doubted_ = Countries::sovereign(given.country);
    }

    [[nodiscard]] Geocoding answer() {
        if (!names_something())
            return refused(text_.words.empty()                                    ? "no-town"
                           : text_.whole_country                                  ? "country-only"
                                                                                  : "no-town");
        if (plain_name() && attempt({whole_span(text_)}, country_)) return chosen();
        if (attempt(written_spans(country_), country_)) {
            attempt_longer_misspelt();
            return chosen();
        }
        if (attempt_confused_code() || attempt_forms() || attempt_elsewhere()) return chosen();
        if (attempt_misspelt()) return chosen();
        return refused(why_not());
    }

private:
    [[nodiscard]] bool names_something() const;
    /// The common case: the whole text is a name of the gazetteer and no word of it is in a list.
    [[nodiscard]] bool plain_name() const { return !text_.whole.empty() && text_.kinds == 0 && !text_.parted; }
    [[nodiscard]] std::vector<NameSpan> written_spans(const std::string& country) const;
    [[nodiscard]] bool all_words(const NameSpan& span, std::uint32_t kinds) const;
    [[nodiscard]] bool only_a_country(const NameSpan& span, const PlaceRecord& place) const;
    void put_best_first(std::vector<RatedSpan>& rated) const;
    void join_bilingual(std::vector<RatedSpan>& rated);
    [[nodiscard]] bool attempt(std::vector<NameSpan> spans, const std::string& country);
    [[nodiscard]] bool attempt_forms();
    void attempt_longer_misspelt();
    [[nodiscard]] std::vector<NameSpan> misspelt_anywhere() const;
    [[nodiscard]] bool told_country(const PlaceRecord& place, const std::string& country) const;
    static void share_confidence(std::vector<RatedSpan>& rated);
    [[nodiscard]] bool beside_known_name(const NameSpan& span) const;
    void admit_companions(std::vector<RatedSpan>& admitted, const std::vector<RatedSpan>& refused) const;
    [[nodiscard]] bool attempt_misspelt();
    [[nodiscard]] bool attempt_confused_code();
    [[nodiscard]] bool attempt_elsewhere();
    [[nodiscard]] bool inside_area(const NameSpan& span) const;
    [[nodiscard]] bool looks_like_person() const;
    [[nodiscard]] std::vector<RatedPlace> rate(const NameSpan& span, const std::string& country) const;
    [[nodiscard]] RatedSpan rate_span(const NameSpan& span, const std::string& country) const;
    [[nodiscard]] bool acceptable(const RatedSpan& rated, const std::string& country) const;
    [[nodiscard]] bool fits_area(const RatedSpan& rated) const;
    [[nodiscard]] bool fits_country(const NameSpan& span, const PlaceRecord& place, bool told) const;
    [[nodiscard]] bool fits_match(const RatedSpan& rated, bool told) const;
    [[nodiscard]] bool fits_words(const RatedSpan& rated, bool told) const;
    [[nodiscard]] double confidence(const RatedSpan& rated, const std::string& country) const;
    [[nodiscard]] std::string why_not() const;
    [[nodiscard]] Geocoding chosen() const;
    [[nodiscard]] Geocoding refused(std::string code) const;

    const Gazetteer& gazetteer_;
    const Countries& countries_;
    const NameText& text_;
    const GeocodeContext& given_;
    std::string country_; ///< sovereign asked for; empty: anywhere
    std::string doubted_;
    bool contradicted_ = false;
    std::vector<NameSpan> spans_;
    std::vector<RatedSpan> ranked_; ///< the chosen first
};

bool Search::names_something() const {
    const auto& words = text_.words;
    if (words.empty() || text_.has(national)) return false;
    const bool whole_name = !text_.whole.empty();
    if (!whole_name && text_.whole_country) return false;
    if (std::all_of(words.begin(), words.end(), [](const NameWord& w) { return w.is(generic | number); })) return false;
    if (whole_name) return true;
    if (std::all_of(words.begin(), words.end(), [](const NameWord& w) { return w.is(generic | number | connector); })) return false;
    return !looks_like_person();
}

/// A title first, or a given name and one or two words more. A city that is a given name too (Sofia) is a city.
bool Search::looks_like_person() const {
    constexpr std::uint64_t city = 300'000;
    const auto& words = text_.words;
    if (words.front().is(person)) return !text_.has(municipal);
    if (words.size() < 2 || words.size() > 3 || !words.front().is(given_name) || words[1].gap != Gap::blank) return false;
    if (text_.has(municipal | organisation | area | metropolitan | in_country)) return false;
    const auto named = gazetteer_.named(words.front().folded);
    return named.empty() || gazetteer_.record(named.front().index).population < city;
}

std::vector<RatedPlace> Search::rate(const NameSpan& span, const std::string& country) const {
    const PlaceContext context{.country = country, .areas = text_.areas, .spoken = text_.spoken, .area_told = text_.has(area), .given = &given_};
    const auto written = text_.slice(span.first, span.count);
    const MatchedName name{.written = written, .plain = text_.plain, .match = span.match, .edits = span.edits};
    std::map<std::uint32_t, RatedPlace> best; // one name of a place counts, its best
    for (const auto& place : span.places) {
        const auto& record = gazetteer_.record(place.index);
        const std::string_view own(record.country.data(), 2);
        if (!country.empty() && own != country && Countries::sovereign_code(own) != country) continue;
        auto rated = rate_place(gazetteer_, place, name, context);
        const auto [known, added] = best.try_emplace(place.index, rated);
        if (!added && rated.rank > known->second.rank) known->second = std::move(rated);
    }
    std::vector<RatedPlace> places;
    for (auto& [index, rated] : best) places.push_back(std::move(rated));
    std::stable_sort(places.begin(), places.end(), [](const auto& a, const auto& b) { return a.rank > b.rank; });
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
    const auto known = [&](std::size_t i) { return !text_.words[i].is(in_area | compass) && !gazetteer_.named(text_.words[i].folded).empty(); };
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

std::vector<NameSpan> Search::written_spans(const std::string& country) const {
    auto spans = known_spans(text_, gazetteer_);
    auto shortened = abbreviated_spans(text_, gazetteer_, country);
    std::move(shortened.begin(), shortened.end(), std::back_inserter(spans));
    if (!text_.areas.empty() && !country.empty()) { // "Neustadt (Sachsen)" for Neustadt in Sachsen
        auto beginnings = beginning_spans(text_, gazetteer_, country);
        std::move(beginnings.begin(), beginnings.end(), std::back_inserter(spans));
    }
    return spans;
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
            a.places.front().reasons.emplace_back("two-names");
            a.rank += 0.6;
            a.bilingual = true;
        }
}

bool Search::attempt(std::vector<NameSpan> spans, const std::string& country) {
    spans_ = std::move(spans);
    std::vector<RatedSpan> rated;
    for (const auto& span : spans_) {
        auto one = rate_span(span, country);
        if (!one.places.empty()) rated.push_back(std::move(one));
    }
    join_bilingual(rated);
    const auto refused = std::stable_partition(rated.begin(), rated.end(), [&](const RatedSpan& one) { return acceptable(one, country); });
    const std::vector<RatedSpan> others(refused, rated.end());
    rated.erase(refused, rated.end());
    admit_companions(rated, others);
    // A name inside a longer one is not what the text says, unless the longer is the weaker by far.
    const auto inside = [](const NameSpan& a, const NameSpan& b) {
        return a.count < b.count && a.first >= b.first && a.first + a.count <= b.first + b.count;
    };
    std::vector<RatedSpan> kept;
    for (const auto& a : rated)
        if (std::none_of(rated.begin(), rated.end(),
                         [&](const RatedSpan& b) { return inside(*a.span, *b.span) && b.span->match == a.span->match; }))
            kept.push_back(a);
    if (kept.empty()) return false;
    share_confidence(kept);
    put_best_first(kept);
    ranked_ = std::move(kept);
    return true;
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
            if (a.span->first == b.span->first && a.span->count == b.span->count && (&a == &b || a.places.front().place != b.places.front().place))
                sum += b.places.front().weight;
        share.push_back(a.places.front().weight / sum);
    }
    for (std::size_t i = 0; i < rated.size(); ++i) rated[i].confidence *= share[i];
}

/// Of several towns the first, if it is not much less likely a town, nor much smaller, than the likeliest; of a union's,
/// the core.
void Search::put_best_first(std::vector<RatedSpan>& rated) const {
    constexpr double much_smaller = 0.25;
    const double slack = text_.has(metropolitan) ? 0.09 : 0.3;
    const auto size = [&](const RatedSpan& r) { return importance(gazetteer_.record(r.places.front().place)); };
    const auto best = *std::max_element(rated.begin(), rated.end(), [](const auto& a, const auto& b) { return a.rank < b.rank; });
    const auto fits = [&](const RatedSpan& r) { return r.rank >= best.rank - slack && size(r) >= size(best) - much_smaller; };
    std::stable_sort(rated.begin(), rated.end(), [&](const RatedSpan& a, const RatedSpan& b) {
        const bool fit_a = fits(a), fit_b = fits(b);
        if (fit_a != fit_b) return fit_a;
        return fit_a && a.span->first != b.span->first ? a.span->first < b.span->first : a.rank > b.rank;
    });
}

bool Search::attempt_forms() {
    if (!country_.empty() || text_.spoken.empty()) {
        auto spans = declined_spans(text_, gazetteer_, country_);
        // Without a word of a body, what looks declined may as well be misspelt ("Lichtenak" is no form of Lichte).
        if (!country_.empty() && !text_.has(municipal | metropolitan | area | organisation | in_area)) {
            auto near = misspelt_spans(text_, gazetteer_, country_, 1);
            std::move(near.begin(), near.end(), std::back_inserter(spans));
        }
        if (attempt(std::move(spans), country_)) return true;
    } else {
        std::vector<NameSpan> all;
        for (const auto& code : text_.spoken) {
            auto spans = declined_spans(text_, gazetteer_, code);
            std::move(spans.begin(), spans.end(), std::back_inserter(all));
        }
        if (attempt(std::move(all), "")) return true;
    }
    return !country_.empty() && text_.has(metropolitan) && attempt(beginning_spans(text_, gazetteer_, country_), country_);
}

std::vector<NameSpan> Search::misspelt_anywhere() const {
    std::vector<NameSpan> all;
    for (const auto& code : text_.spoken.empty() ? gazetteer_.countries() : text_.spoken) {
        if (!in_europe(code)) continue;
        auto spans = misspelt_spans(text_, gazetteer_, code);
        std::move(spans.begin(), spans.end(), std::back_inserter(all));
    }
    return all;
}

bool Search::attempt_misspelt() {
    const auto& words = text_.words;
    const bool only_area = std::all_of(words.begin(), words.end(), [](const NameWord& w) { return w.is(in_area | area | connector | compass); });
    if (only_area || (text_.has(in_area) && text_.has(area | organisation) && !text_.has(municipal))) return false;
    return attempt(country_.empty() ? misspelt_anywhere() : misspelt_spans(text_, gazetteer_, country_), country_);
}

/// "Banssá Bystrica" is no Bystrica: where unknown words stand beside the name found, the whole run may be a longer name
/// misspelt.
void Search::attempt_longer_misspelt() {
    const auto& found = *ranked_.front().span;
    const bool of_body = found.introduced && text_.has(municipal | metropolitan | organisation | area);
    if (country_.empty() || found.unknown_words == 0 || found.isolated || of_body) return;
    // Spans are moved, not copied: what is ranked points at them.
    auto known = std::move(ranked_);
    auto spans = std::move(spans_);
    const auto first = found.first, end = found.first + found.count;
    if (attempt(misspelt_spans(text_, gazetteer_, country_), country_)) {
        const auto& longer = *ranked_.front().span;
        if (longer.count > end - first && longer.first <= first && longer.first + longer.count >= end) return;
    }
    spans_ = std::move(spans);
    ranked_ = std::move(known);
}

/// The name is no town of the country given, but one of a country whose code is mistaken for this one.
bool Search::attempt_confused_code() {
    if (country_.empty()) return false;
    contradicted_ = true;
    for (const auto& code : Countries::confused_with(given_.country))
        if (attempt(written_spans(code), code) && ranked_.front().span->unknown_words == 0) return true;
    contradicted_ = false;
    return false;
}

/// No town of the country given, but a city elsewhere, big enough to be meant.
bool Search::attempt_elsewhere() {
    constexpr std::uint64_t city = 100'000;
    if (country_.empty()) return false;
    contradicted_ = true;
    if (attempt(written_spans(""), "")) {
        const auto& place = gazetteer_.record(ranked_.front().places.front().place);
        if (ranked_.front().span->whole && place.population >= city && in_europe({place.country.data(), 2})) return true;
    }
    contradicted_ = false;
    return false;
}

std::string Search::why_not() const {
    const auto& words = text_.words;
    const auto every = [&](std::uint32_t kinds) {
        return std::all_of(words.begin(), words.end(), [&](const NameWord& w) { return w.is(kinds); });
    };
    if (text_.has(in_area) || (text_.has(area) && !text_.has(municipal))) return "area";
    if (text_.whole_country) return "country-only";
    if (text_.has(in_country) && every(in_country | connector | generic | number | country_prefix)) return "country-only";
    if (every(municipal | metropolitan | organisation | generic | connector | number | district | compass | in_country)) return "no-town";
    return text_.has(organisation | national) && !text_.has(municipal) ? "no-town" : "unknown-name";
}

Geocoding Search::refused(std::string code) const {
    Geocoding none;
    none.refusal = std::move(code);
    return none;
}

Geocoding Search::chosen() const {
    Geocoding answer;
    std::set<std::uint32_t> told;
    for (const auto& rated : ranked_) {
        for (const auto& p : rated.places) {
            if (answer.candidates.size() >= most_candidates || !told.insert(p.place).second) continue;
            const double share = p.weight / rated.places.front().weight;
            Candidate candidate{.place = gazetteer_.place_at(p.place), .score = rated.confidence * share, .reasons = p.reasons};
            if (contradicted_) candidate.reasons.emplace_back("country-contradicted");
            if (rated.span->introduced) candidate.reasons.emplace_back("body-word");
            if (rated.places.size() > 1 && &p == &rated.places.front()) candidate.reasons.emplace_back("namesakes-fewer-people");
            answer.candidates.push_back(std::move(candidate));
        }
    }
    for (std::size_t i = 1; i < ranked_.size(); ++i)
        answer.candidates.front().reasons.push_back("also:" + gazetteer_.place_at(ranked_[i].places.front().place).name);
    const auto first = answer.candidates.begin();
    std::stable_sort(first + 1, answer.candidates.end(), [](const auto& a, const auto& b) { return a.score > b.score; });
    answer.chosen = true;
    return answer;
}

} // namespace

Geocoder::Geocoder(const Gazetteer& gazetteer, const Countries& countries) : gazetteer_(&gazetteer), countries_(&countries) {}

Geocoding Geocoder::geocode(std::string_view text, const GeocodeContext& context) const {
    const auto name = read_name(text, *gazetteer_, *countries_);
    return Search(*gazetteer_, *countries_, name, context).answer();
}

} // namespace cityweave::gazetteer
