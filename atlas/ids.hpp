// Row numbers of an atlas: integers that do not mix and never leave the process. No names.
#pragma once

#include <compare>
#include <cstdint>

namespace cityweave::atlas {

/// Position of a row in its table of one Atlas; meaningless outside it.
template <class Table>
class RowId {
public:
    constexpr explicit RowId(std::uint32_t row) : row_(row) {}
    [[nodiscard]] constexpr std::uint32_t row() const noexcept { return row_; }
    friend constexpr auto operator<=>(RowId, RowId) = default;

private:
    std::uint32_t row_;
};

using ClusterId = RowId<struct ClusterTable>;
using NetworkId = RowId<struct NetworkTable>;
using PlaceId = RowId<struct PlaceTable>;

} // namespace cityweave::atlas
