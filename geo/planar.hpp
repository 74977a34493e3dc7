// Points of planar spaces that do not mix: a tag per space, one implementation. Knows no particular space but its tag.
#pragma once

#include <compare>

namespace cityweave::geo {

/// A point of the plane `Space`, in that space's unit. Made by naming the axes: `WorldPoint::at({.x = 0.5, .y = 0.5})`.
template <class Space, class Scalar>
class PlanarPoint {
public:
    using scalar = Scalar;
    struct Axes {
        Scalar x;
        Scalar y;
    };
    constexpr PlanarPoint() = default;
    [[nodiscard]] static constexpr PlanarPoint at(Axes axes) { return PlanarPoint(axes.x, axes.y); }
    [[nodiscard]] constexpr Scalar x() const noexcept { return x_; }
    [[nodiscard]] constexpr Scalar y() const noexcept { return y_; }
    friend constexpr auto operator<=>(const PlanarPoint&, const PlanarPoint&) = default;

private:
    constexpr PlanarPoint(Scalar x, Scalar y) : x_(x), y_(y) {}
    Scalar x_{};
    Scalar y_{};
};

} // namespace cityweave::geo
