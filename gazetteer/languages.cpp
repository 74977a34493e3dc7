#include "gazetteer/languages.hpp"

#include <algorithm>
#include <array>
#include <set>

namespace cityweave::gazetteer {

namespace {

struct Spoken {
    std::string_view language;
    std::string_view countries; ///< two letters each
};

constexpr std::array spoken_in = std::to_array<Spoken>({
    {"bg", "BG"},       {"ca", "ADES"}, {"cs", "CZ"},       {"da", "DK"}, {"de", "ATBECHDEITLILU"}, {"el", "CYGR"},
    {"es", "ES"},       {"et", "EE"},   {"eu", "ESFR"},     {"fi", "FI"}, {"fr", "BECHFRLUMC"},     {"ga", "IE"},
    {"gl", "ES"},       {"hr", "BAHR"}, {"hu", "HURORSSK"}, {"is", "IS"}, {"it", "CHITSM"},         {"lt", "LT"},
    {"lv", "LV"},       {"mk", "MK"},   {"mt", "MT"},       {"nb", "NO"}, {"nl", "BENL"},           {"pl", "PL"},
    {"pt", "PT"},       {"ro", "MDRO"}, {"ru", "BYRU"},     {"sk", "SK"}, {"sl", "ITSI"},           {"sq", "ALMEMKXK"},
    {"sr", "BAMERSXK"}, {"sv", "FISE"}, {"tr", "CYTR"},     {"uk", "UA"},
});

std::string_view countries_of(std::string_view language) {
    const auto found = std::find_if(spoken_in.begin(), spoken_in.end(), [&](const Spoken& s) { return s.language == language; });
    return found == spoken_in.end() ? std::string_view() : found->countries;
}

} // namespace

std::vector<std::string> countries_speaking(const std::vector<std::string_view>& languages) {
    std::set<std::string> countries;
    for (const auto language : languages) {
        const auto codes = countries_of(language);
        if (codes.empty()) return {};
        for (std::size_t i = 0; i < codes.size(); i += 2) countries.emplace(codes.substr(i, 2));
    }
    return {countries.begin(), countries.end()};
}

} // namespace cityweave::gazetteer
