// Which place the user means by a text: a city of the atlas, else any city of the gazetteer. Never guesses between two.
#pragma once

#include "atlas/atlas.hpp"
#include "atlas/view.hpp"
#include "cli/engine.hpp"
#include "cli/options.hpp"

#include <optional>
#include <string>
#include <vector>

namespace cityweave::cli {

struct Centre {
    std::string name;
    geo::LonLat position;
};

/// All places of an atlas that the texts may mean, so that what follows answers for them as on the whole atlas: those
/// called so, with this id, or known so to the gazetteer. Empty texts mean none.
[[nodiscard]] atlas::Wanted places_meant(const Engine& engine, const std::vector<std::string>& texts);

/// Whether a name with a typing error still names a city: not where a wrong guess could not be undone.
enum class Typos { forgiven, refused };

/// --at, or PLACE. Throws ConfigError for a text that is no city, and, listing the candidates, for one that may be several.
[[nodiscard]] Centre centre_of(const FindOptions& options, const atlas::Atlas& atlas, const Engine& engine);

/// The place of the atlas that a text names, in any language, or by its id; none if the atlas has no such. Throws
/// ConfigError, listing the candidates, for a text that may mean several.
[[nodiscard]] std::optional<atlas::PlaceId> place_in_atlas(const atlas::Atlas& atlas, const Engine& engine, const std::string& text,
                                                           Typos typos = Typos::forgiven);

/// "X" is neither a network nor a city of this atlas, and what of it is written much like that.
[[nodiscard]] std::string unknown_in_atlas(const atlas::Atlas& atlas, const std::string& text);

} // namespace cityweave::cli
