// How well one place fits one name in its context, and how sure that is. Knows no texts beyond the name matched.
#pragma once

#include "base/assertion.hpp"
#include "gazetteer/candidate.hpp"
#include "gazetteer/gazetteer.hpp"

#include <array>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace cityweave::gazetteer {

/// How the words led to a name of the gazetteer.
enum class NameMatch { whole, shortened, declined, typo, beginning };

/// The words matched, for weighing diacritics as evidence.
struct MatchedName {
    std::string_view written; ///< as the text has it
    bool plain = false;       ///< its lack of diacritics says nothing
    NameMatch match = NameMatch::whole;
    int edits = 0; ///< of a typo
};

/// What speaks for a place beside its name. Views of what must live as long.
struct PlaceContext {
    std::string_view country;            ///< sovereign's alpha-2; empty: any
    std::span<const std::string> areas;  ///< "CC" or "CC.admin1" told beside the name
    std::span<const std::string> spoken; ///< countries whose language the words about it are of
    bool area_told = false;              ///< the text speaks of an area
    const GeocodeContext* given = nullptr;
};

/// The few reasons that speak for a place; texts of the program, never of a file.
class ReasonList {
public:
    /// Precondition: fewer than six so far.
    void add(std::string_view code) {
        CITYWEAVE_ASSERT(count_ < codes_.size(), "a place has at most six reasons of its own");
        codes_[count_++] = code;
    }
    [[nodiscard]] const std::string_view* begin() const noexcept { return codes_.data(); }
    [[nodiscard]] const std::string_view* end() const noexcept { return codes_.data() + count_; }

private:
    std::array<std::string_view, 6> codes_;
    std::size_t count_ = 0;
};

struct RatedPlace {
    std::uint32_t place = 0;
    NameKind kind = NameKind::main; ///< of the name that matched
    double rank = 0;                ///< comparable among all names of a text; larger is better
    double weight = 0;              ///< share among namesakes is weight by sum of weights
    ReasonList reasons;
    int side_names = 0; ///< names beside the matched one that are this place's too: each a reason "two-names"
};

/// 0…1: a capital or a big city near 1, a hamlet near 0.2; parts of cities and former places less.
[[nodiscard]] double importance(const PlaceRecord& place);
/// Seats of administrations (PPLC, PPLA, PPLA2, PPLA3).
[[nodiscard]] bool is_seat(const PlaceRecord& place);
/// Whether a programme of Europe and its neighbours may have partners there.
[[nodiscard]] bool in_europe(std::string_view alpha2);

/// Precondition: `context.given` is set.
[[nodiscard]] RatedPlace rate_place(const Gazetteer& gazetteer, const NamedPlace& place, const MatchedName& name,
                                    const PlaceContext& context);

} // namespace cityweave::gazetteer
