// SHA-256 digests (FIPS 180-4). Nothing else.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace cityweave::base {

using Sha256 = std::array<std::uint8_t, 32>;

[[nodiscard]] Sha256 sha256(std::span<const std::byte> bytes);
[[nodiscard]] Sha256 sha256(std::string_view text);
/// 64 lower-case hexadecimal digits.
[[nodiscard]] std::string hex(const Sha256& digest);

} // namespace cityweave::base
