#include "gazetteer/geocoder.hpp"

#include "gazetteer/name_search.hpp"

#include <algorithm>
#include <iterator>
#include <set>

namespace cityweave::gazetteer {

namespace {

constexpr std::size_t most_candidates = 10;

std::vector<const NameSpan*> spans_of(const std::vector<RatedSpan>& rated) {
    std::vector<const NameSpan*> spans;
    for (const auto& one : rated) spans.push_back(one.span);
    return spans;
}

} // namespace

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

bool Search::attempt(std::vector<NameSpan> spans, const std::string& country) {
    spans_ = std::move(spans);
    std::vector<RatedSpan> rated;
    for (const auto& span : spans_) {
        auto one = rate_span(span, country);
        if (!one.places.empty()) rated.push_back(std::move(one));
    }
    join_bilingual(rated);
    const auto refused = std::stable_partition(rated.begin(), rated.end(), [&](const RatedSpan& one) { return acceptable(one, country); });
    const std::vector<RatedSpan> others(std::make_move_iterator(refused), std::make_move_iterator(rated.end()));
    rated.erase(refused, rated.end());
    admit_companions(rated, others);
    // A name inside a longer one is not what the text says, unless the longer is the weaker by far.
    const auto inside = [](const NameSpan& a, const NameSpan& b) {
        return a.count < b.count && a.first >= b.first && a.first + a.count <= b.first + b.count;
    };
    const auto all = spans_of(rated);
    std::erase_if(rated, [&](const RatedSpan& a) {
        return std::any_of(all.begin(), all.end(), [&](const NameSpan* b) { return inside(*a.span, *b) && b->match == a.span->match; });
    });
    if (rated.empty()) return false;
    share_confidence(rated);
    put_best_first(rated);
    ranked_ = std::move(rated);
    return true;
}

bool Search::attempt_forms() {
    if (!country_.empty() || text_.spoken.empty()) {
        auto spans = declined_spans(text_, gazetteer_, country_);
        // Without a word of a body, what looks declined may as well be misspelt ("Lichtenak" is no form of Lichte).
        if (!country_.empty() && !text_.has(municipal | metropolitan | area | organisation | in_area)) {
            auto near = misspelt_spans(text_, gazetteer_, country_, {.most = 1});
            none_by_one_edit_ = near.empty();
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
    const bool only_area =
        std::all_of(words.begin(), words.end(), [](const NameWord& w) { return w.is(in_area | area | connector | compass); });
    if (only_area || (text_.has(in_area) && text_.has(area | organisation) && !text_.has(municipal))) return false;
    const EditRange edits{.least = none_by_one_edit_ ? 2 : 1};
    return attempt(country_.empty() ? misspelt_anywhere() : misspelt_spans(text_, gazetteer_, country_, edits), country_);
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
            Candidate candidate{
                .place = gazetteer_.place_at(p.place), .score = rated.confidence * share, .reasons = {p.reasons.begin(), p.reasons.end()}};
            candidate.reasons.insert(candidate.reasons.end(), static_cast<std::size_t>(p.side_names), "two-names");
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

Geocoder::Geocoder(const Gazetteer& gazetteer, const Countries& countries) : gazetteer_(&gazetteer), countries_(&countries) {}

Geocoding Geocoder::geocode(std::string_view text, const GeocodeContext& context) const {
    const auto name = read_name(text, *gazetteer_, *countries_);
    return Search(*gazetteer_, name, context).answer();
}

} // namespace cityweave::gazetteer
