// A file as read-only bytes, mapped into memory. Knows no formats.
#pragma once

#include <cstddef>
#include <filesystem>
#include <span>
#include <string_view>

namespace cityweave::base {

/// Move-only view of a regular file's bytes, valid as long as this object lives. An empty file is an empty span.
class MappedFile {
public:
    /// Throws IoError naming the file if it is missing, unreadable or not a regular file.
    [[nodiscard]] static MappedFile open(const std::filesystem::path& path);

    MappedFile(MappedFile&& other) noexcept;
    MappedFile& operator=(MappedFile&& other) noexcept;
    MappedFile(const MappedFile&) = delete;
    MappedFile& operator=(const MappedFile&) = delete;
    ~MappedFile();

    [[nodiscard]] std::span<const std::byte> bytes() const noexcept { return bytes_; }
    [[nodiscard]] std::string_view text() const noexcept;

private:
    explicit MappedFile(std::span<const std::byte> bytes) : bytes_(bytes) {}
    std::span<const std::byte> bytes_;
};

} // namespace cityweave::base
