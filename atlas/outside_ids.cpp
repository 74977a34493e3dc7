#include "atlas/outside_ids.hpp"

#include "base/sha256.hpp"

#include <fmt/format.h>

#include <cstdlib>
#include <initializer_list>
#include <string>

namespace cityweave::atlas {

namespace {

/// The first `count` bits of the text's digest, count 1…64.
std::uint64_t leading_bits(const std::string& text, int count) {
    const auto digest = base::sha256(text);
    std::uint64_t bits = 0;
    for (std::size_t i = 0; i < 8; ++i) bits = (bits << 8) | digest[i];
    return bits >> (64 - count);
}

/// The parts are set apart by a byte no name holds.
std::uint64_t stable_id(std::initializer_list<std::string> parts) {
    std::string text;
    for (const auto& part : parts) text.append(part).push_back('\0');
    return leading_bits(text, 53);
}

/// Micro-degrees as degrees with six decimals, without a detour over floating point.
std::string in_degrees(std::int64_t micro) {
    return fmt::format("{}{}.{:06}", micro < 0 ? "-" : "", std::abs(micro) / 1'000'000, std::abs(micro) % 1'000'000);
}

} // namespace

std::uint64_t coordinate_place_id(geo::LonLat position) {
    const auto micro = geo::to_micro_degrees(position);
    return (std::uint64_t{1} << 40) + leading_bits(in_degrees(micro.lon) + "," + in_degrees(micro.lat), 40);
}

std::uint64_t outside_id(const Atlas& atlas, const Membership& membership) {
    return stable_id(
        {"membership", atlas.network(membership.network).slug, std::to_string(atlas.place(membership.place).id), membership.partner});
}

std::uint64_t outside_id(const Atlas& atlas, const Link& link) {
    return stable_id(
        {"link", atlas.network(link.network).slug, std::to_string(atlas.place(link.from).id), std::to_string(atlas.place(link.to).id)});
}

} // namespace cityweave::atlas
