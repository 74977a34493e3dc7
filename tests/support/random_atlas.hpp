// Small atlases of random rows with hostile names, for what keeps them.
#pragma once

#include "atlas/atlas.hpp"
#include "tests/support/sample_atlas.hpp"

#include <random>
#include <string>
#include <vector>

namespace cityweave::test {

inline std::string random_text(std::mt19937& random) {
    static const std::vector<std::string> pieces{"a",  " ",  "\"", "'",   ";",   "é",  "Łódź", "Ἀθῆναι", "\\",
                                                 "\n", "\t", "\r", "\\N", "<b>", "%s", "😀",    "{",      "]"};
    std::string text;
    for (auto n = random() % 6; n > 0; --n) text += pieces[random() % pieces.size()];
    return text;
}

/// A few rows of everything, whatever they say.
inline atlas::AtlasParts random_parts(std::mt19937& random) {
    std::uniform_real_distribution<double> lon(-180, 180), lat(-90, 90), share(0, 1);
    using namespace atlas;
    AtlasParts parts;
    parts.programme = {.id = "p", .name = random_text(random), .sources = {random_text(random), random_text(random)}};
    for (std::uint32_t i = 0; i < random() % 4; ++i)
        parts.clusters.push_back({.slug = "c" + std::to_string(i),
                                  .name = random_text(random),
                                  .names = {{"en", random_text(random)}},
                                  .hue = "#000000",
                                  .shape = "star"});
    for (std::uint32_t i = 0; i < random() % 5; ++i) {
        const bool themed = !parts.clusters.empty() && random() % 2 == 0;
        parts.networks.push_back(
            {.slug = "n" + std::to_string(i),
             .name = random_text(random),
             .cluster = themed ? std::optional(ClusterId(static_cast<std::uint32_t>(random() % parts.clusters.size()))) : std::nullopt});
    }
    for (std::uint32_t i = 0; i < 8; ++i)
        parts.places.push_back({.id = (std::uint64_t{1} << 40) + 7 * i,
                                .name = random_text(random),
                                .country = i % 2 == 0 ? "FI" : "",
                                .position = at(lon(random), lat(random)),
                                .population = random() % 1'000'000,
                                .search_names = {random_text(random)}});
    for (std::uint32_t n = 0; n < parts.networks.size(); ++n)
        for (std::uint32_t k = 0; k < 5; ++k)
            parts.memberships.push_back({.network = NetworkId(n),
                                         .place = PlaceId(k),
                                         .role = k == n ? Role::lead : Role::partner,
                                         .partner = random_text(random),
                                         .source = random_text(random),
                                         .line = static_cast<int>(random() % 1000),
                                         .confidence = share(random)});
    parts.page_points.push_back({.label = random_text(random), .position = at(lon(random), lat(random)), .source = "s", .line = 1});
    return parts;
}

} // namespace cityweave::test
