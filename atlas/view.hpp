// One state of a kept atlas, for those who ask: what of it they need to look at, and the planners' questions. Whoever keeps
// the atlas decides where a question is answered. No library, no formats, no gazetteer.
#pragma once

#include "atlas/atlas.hpp"
#include "atlas/query.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace cityweave::atlas {

/// Places somebody needs to look at: those of any list.
struct Wanted {
    std::vector<std::string> names{};    ///< called so, as find_places has it
    std::vector<std::uint64_t> ids{};    ///< with these ids, if there are such
    std::vector<std::string> networks{}; ///< members of these, by slug
};

/// How places stand to one of them: all that are asked for must hold.
struct Relations {
    std::uint64_t subject; ///< id of a place of the atlas
    bool partners = false;
    bool partners_of_partners = false;
    bool not_yet_linked = false;
};

/// near (with a radius) or nearest (with a count), in outside ids. Filters mean what Filter says; what they name is in
/// the atlas.
struct Question {
    geo::LonLat centre;
    std::optional<geo::Metres> radius{};
    std::size_t count = 0;               ///< asked where there is no radius
    std::vector<std::string> networks{}; ///< slugs
    std::vector<std::string> clusters{}; ///< slugs
    std::vector<Role> roles{};
    std::vector<std::string> countries{}; ///< alpha-2 as places carry them, dependent territories listed too
    std::optional<Relations> relations{};
};

/// Places of `atlas`, as Neighbourhood gives them. The atlas holds at least these, with all of their memberships and the
/// networks these are in.
struct Answer {
    std::shared_ptr<const Atlas> atlas;
    std::vector<Neighbour> found;
};

/// Whoever changes the atlas meanwhile does not change what a view sees. For one thread at a time. All members throw as
/// AtlasStore::load.
class AtlasView {
public:
    virtual ~AtlasView() = default;
    /// All of it.
    [[nodiscard]] virtual std::shared_ptr<const Atlas> whole() = 0;
    /// Programme, clusters and networks in full and with their row numbers; of the places at least those wanted, each with
    /// all of its memberships, in the order of their ranks. Of links and page points there may be none. So what is asked
    /// of it about the wanted places is answered as by the whole.
    [[nodiscard]] virtual std::shared_ptr<const Atlas> part(const Wanted& wanted) = 0;
    /// Of all places, each once, in no particular order; the empty one too.
    [[nodiscard]] virtual std::vector<std::string> countries() = 0;
    [[nodiscard]] virtual Answer answer(const Question& question) = 0;
};

} // namespace cityweave::atlas
