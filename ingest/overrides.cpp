#include "ingest/overrides.hpp"

#include "base/unicode.hpp"
#include "ingest/table.hpp"

#include <charconv>

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
    Overrides overrides;
    for (const auto& [line, values] : *rows) {
        Override row{.geonameid = {}, .kind = values.size() > 3 ? values[3] : ""};
        if (!values[2].empty()) {
            row.geonameid = whole_number(values[2]);
            if (!row.geonameid)
                return base::Problem{
                    .code = "override-id", .source = source, .line = line, .found = values[2], .expected = "a GeoNames id or nothing"};
        }
        const auto [known, is_new] = overrides.rows_.try_emplace({base::fold_for_search(values[0]), values[1]}, row);
        if (!is_new && known->second.geonameid != row.geonameid)
            return base::Problem{.code = "override-twice",
                                 .source = source,
                                 .line = line,
                                 .found = values[0],
                                 .expected = "one row per partner and country"};
    }
    return overrides;
}

const Override* Overrides::find(const std::string& partner, const std::string& country) const {
    const auto folded = base::fold_for_search(partner);
    const auto exact = rows_.find({folded, country});
    if (exact != rows_.end()) return &exact->second;
    const auto any_country = rows_.find({folded, ""});
    if (any_country != rows_.end()) return &any_country->second;
    if (!country.empty()) return nullptr;
    // The page gives no country: the row counts if the partner's name stands in one country only.
    const auto first = rows_.lower_bound({folded, ""});
    if (first == rows_.end() || first->first.first != folded) return nullptr;
    const auto second = std::next(first);
    return second == rows_.end() || second->first.first != folded ? &first->second : nullptr;
}

} // namespace cityweave::ingest
