// Decimal numbers as texts of coordinates write them, read fast and rounded rightly. Knows no geometry.
//
// What stands here as always_inline is called a few times a point and costs less than its call: a quarter of the speed by
// bench/wkt_bench.cpp.
#pragma once

#include <array>
#include <bit>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string_view>
#include <system_error>

namespace cityweave::geo {

namespace decimal_detail {

/// Eight bytes from `at`, the first one lowest; zeros stand for what is behind the end. The text has eight bytes or more.
[[gnu::always_inline]] inline std::uint64_t eight_bytes(std::string_view text, std::size_t at) {
    const bool inside = at + 8 <= text.size();
    std::uint64_t bytes = 0;
    std::memcpy(&bytes, text.data() + (inside ? at : text.size() - 8), 8);
    if (inside) return bytes;
    return at < text.size() ? bytes >> (8 * (at + 8 - text.size())) : 0;
}

struct DigitRun {
    std::uint64_t value;
    std::size_t count; ///< at most 8; there may be more digits behind 8
};

/// The digits at `at`, read all at once without a branch a digit: most of what reading a point costs.
[[gnu::always_inline]] inline DigitRun digits_at(std::string_view text, std::size_t at) {
    constexpr auto each = [](std::uint64_t byte) { return byte * 0x0101010101010101U; };
    std::uint64_t values = eight_bytes(text, at) ^ each('0');
    // The high bit of each byte above 9. A carry reaches only bytes behind one that is no digit already.
    const std::uint64_t others = ((values + each(0x76)) | values) & each(0x80);
    const auto count = static_cast<std::size_t>(std::countr_zero(others)) / 8;
    if (count == 0) return {0, 0};
    values <<= 64 - 8 * count; // noughts in front, others out
    // Neighbours joined: to pairs, then to fours and to the whole.
    constexpr std::uint64_t low_pairs = 0x000000FF000000FFU;
    values = values * 10 + (values >> 8);
    values = ((values & low_pairs) * (100 + (std::uint64_t{1'000'000} << 32)) +
              ((values >> 16) & low_pairs) * (1 + (std::uint64_t{10'000} << 32))) >>
             32;
    return {values & 0xFFFFFFFFU, count};
}

template <class Number>
constexpr std::array<Number, 16> powers_of_ten = [] {
    std::array<Number, 16> powers{1};
    for (std::size_t i = 1; i < powers.size(); ++i) powers[i] = 10 * powers[i - 1];
    return powers;
}();

/// Digits with a point among them, at most 15 in all and no exponent: both the digits and the power of ten are exact
/// doubles then, so one division rounds rightly (Clinger 1990). None for any other form.
[[gnu::always_inline]] inline std::optional<double> scan_short_decimal(std::string_view text, std::size_t& at) {
    if (std::endian::native != std::endian::little || text.size() < 8) return std::nullopt;
    const auto whole = digits_at(text, at);
    if (whole.count == 8) return std::nullopt;
    std::size_t i = at + whole.count;
    std::uint64_t digits = whole.value;
    std::size_t decimals = 0;
    if (i < text.size() && text[i] == '.') {
        const auto first = digits_at(text, ++i);
        const auto second = first.count == 8 ? digits_at(text, i + 8) : DigitRun{0, 0};
        decimals = first.count + second.count;
        if (whole.count + decimals > 15) return std::nullopt;
        digits = digits * powers_of_ten<std::uint64_t>[first.count] + first.value;
        if (second.count > 0) digits = digits * powers_of_ten<std::uint64_t>[second.count] + second.value;
        i += decimals;
    }
    if (whole.count + decimals == 0 || (i < text.size() && (text[i] | 0x20) == 'e')) return std::nullopt;
    at = i;
    return static_cast<double>(digits) / powers_of_ten<double>[decimals];
}

/// Without a branch: which half of the globe comes next is a coin's throw.
inline double with_sign(double value, bool negative) {
    return std::bit_cast<double>(std::bit_cast<std::uint64_t>(value) | (std::uint64_t{negative} << 63));
}

} // namespace decimal_detail

/// A decimal number at `at`, which moves behind it; none where there is no finite one. Unlike from_chars it takes a plus
/// sign, and takes neither "inf" nor "nan".
[[gnu::always_inline]] inline std::optional<double> scan_number(std::string_view text, std::size_t& at) {
    if (at >= text.size()) return std::nullopt;
    const bool negative = text[at] == '-';
    const bool positive = text[at] == '+';
    std::size_t digits = at + static_cast<std::size_t>(negative | positive);
    if (digits >= text.size() || !((text[digits] >= '0' && text[digits] <= '9') || text[digits] == '.')) return std::nullopt;
    double value = 0;
    if (const auto short_one = decimal_detail::scan_short_decimal(text, digits)) {
        value = *short_one;
    } else {
        const auto [end, error] = std::from_chars(text.data() + digits, text.data() + text.size(), value);
        if (error != std::errc{}) return std::nullopt;
        digits = static_cast<std::size_t>(end - text.data());
    }
    at = digits;
    return decimal_detail::with_sign(value, negative);
}

} // namespace cityweave::geo
