#include "base/compiled_file.hpp"

#include "base/assertion.hpp"
#include "base/error.hpp"
#include "base/sha256.hpp"
#include "base/whole_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <utility>

namespace cityweave::base {

namespace {

constexpr std::uint32_t byte_order_mark = 0x0A0B0C0D;
constexpr std::size_t edition_capacity = 200;

/// On disk as in memory; 320 bytes, so that the payload is aligned to 64.
struct Envelope {
    std::array<char, 8> magic{};
    std::uint32_t byte_order = byte_order_mark;
    std::uint32_t version = 0;
    std::uint64_t payload_size = 0;
    Sha256 checksum{};
    std::array<char, edition_capacity> edition{};
    std::array<char, 64> reserved{};
};
static_assert(sizeof(Envelope) == 320);

[[noreturn]] void refuse(const std::filesystem::path& path, std::string_view what, std::string_view found, std::string_view expected) {
    throw FormatError(fmt::format("{}: {}: found {}, expected {}", path.string(), what, found, expected));
}

void check(const std::filesystem::path& path, const Envelope& envelope, CompiledFormat format, std::size_t payload_size) {
    const std::string_view magic(envelope.magic.data(), envelope.magic.size());
    if (magic != format.magic) refuse(path, "kind of file", "something else", format.magic);
    if (envelope.byte_order != byte_order_mark) refuse(path, "byte order", fmt::format("{:08x}", envelope.byte_order), "this machine's");
    if (envelope.version != format.version)
        refuse(path, "format version", fmt::format("{}", envelope.version), fmt::format("{}", format.version));
    if (envelope.payload_size != payload_size)
        refuse(path, "length", fmt::format("{} bytes", payload_size), fmt::format("{}", envelope.payload_size));
}

} // namespace

CompiledFile CompiledFile::open(const std::filesystem::path& path, CompiledFormat format, Checksum checksum) {
    auto file = MappedFile::open(path);
    const auto bytes = file.bytes();
    Envelope envelope;
    if (bytes.size() < sizeof envelope) refuse(path, "length", fmt::format("{} bytes", bytes.size()), "at least 320");
    std::memcpy(&envelope, bytes.data(), sizeof envelope);
    const auto payload = bytes.subspan(sizeof envelope);
    check(path, envelope, format, payload.size());
    const auto end = std::find(envelope.edition.begin(), envelope.edition.end(), '\0');
    CompiledFile compiled(std::move(file), path, envelope.checksum, std::string(envelope.edition.begin(), end), payload);
    if (checksum == Checksum::at_once) compiled.verify();
    return compiled;
}

void CompiledFile::verify() const {
    if (const auto found = sha256(payload_); found != expected_) refuse(path_, "checksum", hex(found), hex(expected_));
}

void write_compiled_file(const std::filesystem::path& path, CompiledFormat format, std::string_view edition,
                         std::span<const std::byte> payload) {
    CITYWEAVE_ASSERT(format.magic.size() == 8, "a compiled file's magic has 8 characters");
    CITYWEAVE_ASSERT(edition.size() < edition_capacity, "an edition fits its field");
    Envelope envelope;
    std::copy(format.magic.begin(), format.magic.end(), envelope.magic.begin());
    envelope.version = format.version;
    envelope.payload_size = payload.size();
    envelope.checksum = sha256(payload);
    std::copy(edition.begin(), edition.end(), envelope.edition.begin());
    WholeFile file(path);
    file.append(std::as_bytes(std::span(&envelope, 1)));
    file.append(payload);
    file.commit();
}

} // namespace cityweave::base
