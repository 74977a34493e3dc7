#include "ingest/overrides.hpp"

#include "base/unicode.hpp"
#include "ingest/table.hpp"

#include <algorithm>
#include <charconv>
#include <iterator>

namespace cityweave::ingest {

namespace {

std::optional<std::uint64_t> whole_number(const std::string& text) {
    std::uint64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc{} && end == text.data() + text.size() ? std::optional(number) : std::nullopt;
}

} // namespace

base::Result<Overrides> Overrides::parse(std::string_view csv, const std::string& source) {
    auto rows = read_named_columns(csv, source, {"partner", "country", "geonameid", "kind"});
    if (!rows) rows = read_named_columns(csv, source, {"partner", "country", "geonameid"});
    if (!rows) return rows.problem();
    Rows table;
    for (const auto& [line, values] : *rows) {
        Override row{.geonameid = {}, .kind = values.size() > 3 ? values[3] : ""};
        if (!values[2].empty()) {
            row.geonameid = whole_number(values[2]);
            if (!row.geonameid)
                return base::Problem{
                    .code = "override-id", .source = source, .line = line, .found = values[2], .expected = "a GeoNames id or nothing"};
        }
        const auto [known, is_new] = table.try_emplace({base::fold_for_search(values[0]), values[1]}, row);
        if (!is_new && known->second.geonameid != row.geonameid)
            return base::Problem{.code = "override-twice",
                                 .source = source,
                                 .line = line,
                                 .found = values[0],
                                 .expected = "one row per partner and country"};
    }
    Overrides overrides;
    overrides.tables_.push_back(std::move(table));
    return overrides;
}

void Overrides::fall_back_on(Overrides other) {
    std::move(other.tables_.begin(), other.tables_.end(), std::back_inserter(tables_));
}

std::size_t Overrides::size() const noexcept {
    std::size_t sum = 0;
    for (const auto& rows : tables_) sum += rows.size();
    return sum;
}

const Override* Overrides::find(const std::string& partner, const std::string& country) const {
    const auto folded = base::fold_for_search(partner);
    for (const auto& rows : tables_)
        if (const auto* row = find_in(rows, folded, country)) return row;
    return nullptr;
}

std::optional<gazetteer::Geocoding> Overrides::pinned(const std::string& partner, const std::string& country,
                                                      const gazetteer::Gazetteer& gazetteer) const {
    const auto* row = find(partner, country);
    if (row == nullptr) return std::nullopt;
    gazetteer::Geocoding answer;
    const auto place = row->geonameid ? gazetteer.place(*row->geonameid) : std::nullopt;
    answer.chosen = place.has_value();
    if (!place) {
        answer.refusal = row->geonameid ? "override-id-unknown" : "override";
        return answer;
    }
    answer.candidates.push_back({.place = *place, .score = 1, .reasons = {"override"}});
    if (!row->kind.empty()) answer.candidates.front().reasons.push_back("kind:" + row->kind);
    return answer;
}

const Override* Overrides::find_in(const Rows& rows, const std::string& folded, const std::string& country) {
    const auto exact = rows.find({folded, country});
    if (exact != rows.end()) return &exact->second;
    const auto any_country = rows.find({folded, ""});
    if (any_country != rows.end()) return &any_country->second;
    if (!country.empty()) return nullptr;
    // The page gives no country: the row counts if the partner's name stands in one country only.
    const auto first = rows.lower_bound({folded, ""});
    if (first == rows.end() || first->first.first != folded) return nullptr;
    const auto second = std::next(first);
    return second == rows.end() || second->first.first != folded ? &first->second : nullptr;
}

} // namespace cityweave::ingest
