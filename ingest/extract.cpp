#include "ingest/extract.hpp"

#include "base/unicode.hpp"
#include "ingest/layouts/points.hpp"
#include "ingest/reading.hpp"

namespace cityweave::ingest {

Knowledge knowledge_of(const gazetteer::Gazetteer& gazetteer, const gazetteer::Countries& countries) {
    const auto is_town = [&gazetteer](std::string_view name, std::string_view country) {
        for (const auto& named : gazetteer.named(base::fold_for_search(name)))
            if (country.empty() || gazetteer.place_at(named.index).country == country) return true;
        return false;
    };
    return {.country = [&countries](std::string_view text) { return countries.alpha2(text); },
            .is_town = is_town,
            .confused_with = [](const std::string& alpha2) { return gazetteer::Countries::confused_with(alpha2); }};
}

Extract extract_page(const Document& document, const ExtractOptions& options) {
    const Reading reading(document, options);
    Extract extract;
    read_points(reading, extract);
    return extract;
}

} // namespace cityweave::ingest
