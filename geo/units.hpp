// Degrees, radians, metres: numbers that do not mix. Knows no points.
#pragma once

#include <compare>
#include <numbers>

namespace cityweave::geo {

/// A number in one unit, made only by naming it: `Metres(3.0)`. Sums and multiples keep the unit.
template <class Unit>
class Quantity {
public:
    constexpr Quantity() = default;
    constexpr explicit Quantity(double value) : value_(value) {}
    [[nodiscard]] constexpr double value() const noexcept { return value_; }

    friend constexpr auto operator<=>(Quantity, Quantity) = default;
    friend constexpr Quantity operator+(Quantity a, Quantity b) { return Quantity(a.value_ + b.value_); }
    friend constexpr Quantity operator-(Quantity a, Quantity b) { return Quantity(a.value_ - b.value_); }
    friend constexpr Quantity operator-(Quantity a) { return Quantity(-a.value_); }
    friend constexpr Quantity operator*(double factor, Quantity a) { return Quantity(factor * a.value_); }
    friend constexpr Quantity operator/(Quantity a, double divisor) { return Quantity(a.value_ / divisor); }
    friend constexpr double operator/(Quantity a, Quantity b) { return a.value_ / b.value_; }

private:
    double value_ = 0;
};

using Degrees = Quantity<struct DegreesUnit>;
using Radians = Quantity<struct RadiansUnit>;
using Metres = Quantity<struct MetresUnit>;

[[nodiscard]] constexpr Radians to_radians(Degrees angle) {
    return Radians(angle.value() * (std::numbers::pi / 180.0));
}
[[nodiscard]] constexpr Degrees to_degrees(Radians angle) {
    return Degrees(angle.value() * (180.0 / std::numbers::pi));
}
[[nodiscard]] constexpr Metres kilometres(double km) {
    return Metres(1000.0 * km);
}
[[nodiscard]] constexpr double in_kilometres(Metres length) {
    return length.value() / 1000.0;
}

} // namespace cityweave::geo
