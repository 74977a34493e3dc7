// The envelope of files compiled from source data at build time and memory-mapped at run time (gazetteer, base map):
// magic, format version, byte order, edition, checksum, payload. Knows nothing of what the payload means.
#pragma once

#include "base/mapped_file.hpp"
#include "base/sha256.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>

namespace cityweave::base {

/// What a compiled file must be to be read. `magic` is exactly 8 characters.
struct CompiledFormat {
    std::string_view magic;
    std::uint32_t version;
};

/// When the checksum, the one check that reads the whole file, is made.
enum class Checksum {
    at_once, ///< by open()
    later    ///< by whoever calls verify(), before anything made from the payload leaves the program
};

/// An opened, checked compiled file. The payload begins at a 64-byte boundary of the mapping.
class CompiledFile {
public:
    /// Maps the file and checks envelope and, at once, checksum (linear in size). Throws IoError if it cannot be read, and
    /// FormatError saying what was found and expected if magic, version, byte order, length or checksum differ.
    [[nodiscard]] static CompiledFile open(const std::filesystem::path& path, CompiledFormat format, Checksum checksum = Checksum::at_once);

    /// Throws FormatError if the payload is not the one that was written. Linear in size; may run beside readers.
    void verify() const;

    /// What the payload was made from, for manifests and credits: "GeoNames cities500, npm … 1.0.1".
    [[nodiscard]] const std::string& edition() const noexcept { return edition_; }
    [[nodiscard]] std::span<const std::byte> payload() const noexcept { return payload_; }

private:
    CompiledFile(MappedFile file, std::filesystem::path path, const Sha256& expected, std::string edition,
                 std::span<const std::byte> payload)
        : file_(std::move(file)), path_(std::move(path)), expected_(expected), edition_(std::move(edition)), payload_(payload) {}
    MappedFile file_;
    std::filesystem::path path_;
    Sha256 expected_;
    std::string edition_;
    std::span<const std::byte> payload_;
};

/// Writes such a file whole. `edition` is at most 200 bytes. Throws IoError.
void write_compiled_file(const std::filesystem::path& path, CompiledFormat format, std::string_view edition,
                         std::span<const std::byte> payload);

} // namespace cityweave::base
