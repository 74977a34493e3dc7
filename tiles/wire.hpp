// The only door to protozero: protocol-buffer fields and bare varints. Has never heard of a tile.
#pragma once

#include <protozero/exception.hpp>
#include <protozero/pbf_reader.hpp>
#include <protozero/pbf_writer.hpp>
#include <protozero/varint.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace cityweave::tiles {

/// Iterates over a message's fields. Throws WireError on a length or varint that leaves the message. Check
/// tag_and_type() before a get_…: the library only asserts the type in debug builds.
using WireReader = protozero::pbf_reader;
using WireWriter = protozero::pbf_writer;
using WireType = protozero::pbf_wire_type;
using WireError = protozero::exception;

/// A field number with its wire type, for switch statements.
[[nodiscard]] constexpr std::uint32_t wire_field(std::uint32_t number, WireType type) {
    return protozero::tag_and_type(number, type);
}

[[nodiscard]] inline std::string_view as_text(std::span<const std::byte> bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}
[[nodiscard]] inline std::span<const std::byte> as_bytes(std::string_view text) {
    return std::as_bytes(std::span(text.data(), text.size()));
}
[[nodiscard]] inline std::string_view as_text(protozero::data_view view) {
    return {view.data(), view.size()};
}

inline void append_varint(std::string& out, std::uint64_t value) {
    while (value >= 0x80) {
        out.push_back(static_cast<char>((value & 0x7F) | 0x80));
        value >>= 7;
    }
    out.push_back(static_cast<char>(value));
}

/// Field number 1…2^29−1 with length and bytes: a string or an embedded message.
inline void append_bytes_field(std::string& out, std::uint32_t number, std::string_view bytes) {
    append_varint(out, (std::uint64_t{number} << 3) | 2U);
    append_varint(out, bytes.size());
    out.append(bytes);
}
inline void append_varint_field(std::string& out, std::uint32_t number, std::uint64_t value) {
    append_varint(out, std::uint64_t{number} << 3);
    append_varint(out, value);
}

[[nodiscard]] constexpr std::uint32_t zigzag(std::int32_t value) {
    return (static_cast<std::uint32_t>(value) << 1) ^ static_cast<std::uint32_t>(value >> 31);
}
[[nodiscard]] constexpr std::int32_t unzigzag(std::uint32_t value) {
    return static_cast<std::int32_t>((value >> 1) ^ (0U - (value & 1U)));
}

/// Reads varints one after the other from bytes it does not own.
class VarintReader {
public:
    explicit VarintReader(std::string_view bytes) : next_(bytes.data()), end_(bytes.data() + bytes.size()) {}
    [[nodiscard]] bool done() const noexcept { return next_ == end_; }
    /// Bytes not read yet: an upper bound of the varints to come.
    [[nodiscard]] std::size_t left() const noexcept { return static_cast<std::size_t>(end_ - next_); }
    /// Throws WireError at the end of the bytes or after ten of them.
    [[nodiscard]] std::uint64_t read() { return protozero::decode_varint(&next_, end_); }
    /// As a protocol buffer reads uint32: the lower 32 bits.
    [[nodiscard]] std::uint32_t read32() { return static_cast<std::uint32_t>(read()); }

private:
    const char* next_;
    const char* end_;
};

} // namespace cityweave::tiles
