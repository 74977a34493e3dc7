// Axis-parallel boxes over one planar space, with an honest empty state. No constructor from four numbers.
#pragma once

#include <algorithm>
#include <initializer_list>
#include <limits>

namespace cityweave::geo {

/// The smallest box round the points it was told of; empty at first. P is a PlanarPoint; edges belong to the box.
template <class P>
class Box {
public:
    using scalar = typename P::scalar;

    constexpr Box() = default;
    constexpr Box(std::initializer_list<P> points) {
        for (const P& p : points) expand(p);
    }

    [[nodiscard]] constexpr bool empty() const noexcept { return min_x_ > max_x_; }
    /// The four edges; meaningless if empty().
    [[nodiscard]] constexpr scalar min_x() const noexcept { return min_x_; }
    [[nodiscard]] constexpr scalar min_y() const noexcept { return min_y_; }
    [[nodiscard]] constexpr scalar max_x() const noexcept { return max_x_; }
    [[nodiscard]] constexpr scalar max_y() const noexcept { return max_y_; }
    [[nodiscard]] constexpr scalar width() const noexcept { return empty() ? scalar{} : max_x_ - min_x_; }
    [[nodiscard]] constexpr scalar height() const noexcept { return empty() ? scalar{} : max_y_ - min_y_; }

    constexpr void expand(const P& p) {
        min_x_ = std::min(min_x_, p.x());
        min_y_ = std::min(min_y_, p.y());
        max_x_ = std::max(max_x_, p.x());
        max_y_ = std::max(max_y_, p.y());
    }
    constexpr void expand(const Box& other) {
        if (other.empty()) return;
        expand(P::at({.x = other.min_x_, .y = other.min_y_}));
        expand(P::at({.x = other.max_x_, .y = other.max_y_}));
    }
    /// This box with `margin` more on every side (less if negative); an empty box stays empty.
    [[nodiscard]] constexpr Box grown(scalar margin) const {
        if (empty()) return *this;
        Box box;
        box.min_x_ = min_x_ - margin;
        box.min_y_ = min_y_ - margin;
        box.max_x_ = max_x_ + margin;
        box.max_y_ = max_y_ + margin;
        return box.empty() ? Box{} : box;
    }
    [[nodiscard]] constexpr bool contains(const P& p) const noexcept {
        return p.x() >= min_x_ && p.x() <= max_x_ && p.y() >= min_y_ && p.y() <= max_y_;
    }
    [[nodiscard]] constexpr bool contains(const Box& other) const noexcept {
        return other.empty() || (other.min_x_ >= min_x_ && other.max_x_ <= max_x_ && other.min_y_ >= min_y_ && other.max_y_ <= max_y_);
    }
    /// Touching counts.
    [[nodiscard]] constexpr bool intersects(const Box& other) const noexcept {
        return !empty() && !other.empty() && other.min_x_ <= max_x_ && other.max_x_ >= min_x_ && other.min_y_ <= max_y_ &&
               other.max_y_ >= min_y_;
    }
    friend constexpr bool operator==(const Box&, const Box&) = default;

private:
    scalar min_x_ = std::numeric_limits<scalar>::max();
    scalar min_y_ = std::numeric_limits<scalar>::max();
    scalar max_x_ = std::numeric_limits<scalar>::lowest();
    scalar max_y_ = std::numeric_limits<scalar>::lowest();
};

} // namespace cityweave::geo
