// SHA-256 digests (FIPS 180-4). Nothing else.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace cityweave::base {

using Sha256 = std::array<std::uint8_t, 32>;

[[nodiscard]] Sha256 sha256(std::span<const std::byte> bytes);
[[nodiscard]] Sha256 sha256(std::string_view text);

/// The digest of bytes that come piece by piece.
class Sha256Stream {
public:
    Sha256Stream();
    void add(std::span<const std::byte> bytes);
    /// Of all that was added; to be asked once.
    [[nodiscard]] Sha256 digest();

private:
    struct Free {
        void operator()(void* context) const noexcept;
    };
    std::unique_ptr<void, Free> context_;
};

/// 64 lower-case hexadecimal digits.
[[nodiscard]] std::string hex(const Sha256& digest);

} // namespace cityweave::base
