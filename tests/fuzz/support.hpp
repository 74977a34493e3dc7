// What harnesses share: views of the fuzzer's bytes, and a check that survives NDEBUG.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <span>
#include <string_view>

namespace cityweave::fuzz {

inline void require(bool holds) {
    if (!holds) std::abort();
}
inline std::string_view text_of(const std::uint8_t* data, std::size_t size) {
    return {reinterpret_cast<const char*>(data), size};
}
inline std::span<const std::byte> bytes_of(const std::uint8_t* data, std::size_t size) {
    return {reinterpret_cast<const std::byte*>(data), size};
}

} // namespace cityweave::fuzz
