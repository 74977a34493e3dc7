// The tool the build runs: compile_basemap COUNTRIES WATERS BOUNDARIES OUTPUT EDITION. Not installed; the only file of this
// folder that asks ICU for codes and names of countries.
#include "base/error.hpp"
#include "base/mapped_file.hpp"
#include "tiles/base_map.hpp"
#include "tiles/topojson.hpp"

#include <unicode/locid.h>
#include <unicode/region.h>

#include <array>
#include <charconv>
#include <iostream>

namespace {

using namespace cityweave;

/// The official languages of the EU beside English, and those of its neighbours.
constexpr std::array languages = {"bg", "bs", "cs", "da", "de", "el", "es", "et", "fi", "fr", "ga", "hr", "hu", "is", "it", "lt",
                                  "lv", "mk", "mt", "nl", "no", "pl", "pt", "ro", "ru", "sk", "sl", "sq", "sr", "sv", "tr", "uk"};

template <class T>
T value_or_throw(base::Result<T> result, const std::string& file) {
    if (!result) throw base::FormatError(file + ": " + base::describe(result.problem()));
    return std::move(result).value();
}

/// Alpha-2 of a feature whose id is its ISO 3166-1 numeric code.
std::string code_of(const tiles::ArcFeature& feature) {
    int number = 0;
    const char* const end = feature.id.data() + feature.id.size();
    if (feature.id.empty() || std::from_chars(feature.id.data(), end, number).ptr != end) return {};
    UErrorCode status = U_ZERO_ERROR;
    const auto* region = icu::Region::getInstance(number, status);
    return U_SUCCESS(status) && region != nullptr ? region->getRegionCode() : std::string();
}

std::string name_of(const std::string& iso_a2, const char* language) {
    icu::UnicodeString name;
    icu::Locale("", iso_a2.c_str()).getDisplayCountry(icu::Locale(language), name);
    std::string text;
    name.toUTF8String(text);
    return text;
}

tiles::CountryNames names_of(const std::string& iso_a2) {
    tiles::CountryNames names{.iso_a2 = iso_a2, .name = name_of(iso_a2, "en")};
    for (const char* language : languages) {
        auto name = name_of(iso_a2, language);
        // A third of all bytes: who asks for a language falls back on `name`.
        if (name != names.name) names.translated.emplace_back(language, std::move(name));
    }
    return names;
}

tiles::ArcTopology waters(const base::MappedFile& file, const std::string& name, std::string_view object) {
    auto topology = value_or_throw(tiles::read_topojson(file.text(), object), name);
    constexpr double source_grid = 0.036; // degrees; the file's quantisation
    tiles::smooth(topology, source_grid);
    return topology;
}

void compile(const std::vector<std::string>& arguments) {
    const auto countries = base::MappedFile::open(arguments[0]);
    const auto water = base::MappedFile::open(arguments[1]);
    const auto corrections = base::MappedFile::open(arguments[2]);
    const auto rules = value_or_throw(tiles::read_border_rules(corrections.text(), arguments[2]), arguments[2]);
    auto topology = value_or_throw(tiles::read_topojson(countries.text(), "countries"), arguments[0]);
    tiles::BaseMaterial material{.borders = value_or_throw(tiles::make_border_map(std::move(topology), rules, code_of), arguments[2]),
                                 .lakes = waters(water, arguments[1], "lakes"),
                                 .rivers = waters(water, arguments[1], "rivers")};
    for (const auto& country : material.borders.countries) material.names.push_back(names_of(country.iso_a2));
    tiles::compile_base_map(material, {.edition = arguments[4], .attribution = "Natural Earth", .jobs = base::Jobs::from_request(0)},
                            arguments[3]);
}

} // namespace

int main(int count, const char* const* arguments) {
    if (count != 6) {
        std::cerr << "usage: compile_basemap COUNTRIES WATERS BOUNDARIES OUTPUT EDITION\n";
        return 2;
    }
    try {
        compile(std::vector<std::string>(arguments + 1, arguments + count));
        return 0;
    } catch (const std::exception& error) {
        std::cerr << error.what() << '\n';
        return 1;
    }
}
