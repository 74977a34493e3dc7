// Outputs that appear whole or not at all: written aside, synced, renamed; changed by one process at a time. Knows no formats.
#pragma once

#include <cstddef>
#include <filesystem>
#include <span>
#include <string_view>

namespace cityweave::base {

/// A file being written beside its final name. Until commit() the former file of that name stands untouched; without
/// commit() nothing is left behind. All members throw IoError naming the final file.
class WholeFile {
public:
    explicit WholeFile(std::filesystem::path final_path);
    WholeFile(const WholeFile&) = delete;
    WholeFile& operator=(const WholeFile&) = delete;
    ~WholeFile();

    /// Where a library that insists on a path may write; exists, empty, in the folder of the final file.
    [[nodiscard]] const std::filesystem::path& temporary_path() const noexcept { return temporary_; }
    void append(std::span<const std::byte> bytes);
    void append(std::string_view text);
    /// Overwrites bytes already appended, at `offset` from the start.
    void overwrite(std::size_t offset, std::span<const std::byte> bytes);
    /// Syncs and renames. To be called once.
    void commit();

private:
    void write_all(std::span<const std::byte> bytes);
    std::filesystem::path final_;
    std::filesystem::path temporary_;
    int descriptor_ = -1;
};

/// Holds a file that will be read, changed and replaced: another FileLock on it waits until this one ends, in whatever
/// process, and then holds the file that has come in its place. Who only reads or replaces is not held up. Ends with the
/// process. On file systems without locks it holds nobody up.
class FileLock {
public:
    /// Throws IoError if there is no such file, or none that may be read.
    explicit FileLock(const std::filesystem::path& path);
    FileLock(const FileLock&) = delete;
    FileLock& operator=(const FileLock&) = delete;
    ~FileLock();

private:
    int descriptor_ = -1;
};

void write_whole_file(const std::filesystem::path& path, std::string_view text);
void write_whole_file(const std::filesystem::path& path, std::span<const std::byte> bytes);

/// A folder being written beside its final name and swapped in by one rename; an interrupted run leaves the former
/// folder. A former folder is removed after the swap, and so is what killed runs left beside it. Throws IoError.
class WholeDirectory {
public:
    /// Neither `final_path` nor its parents need exist; parents are made.
    explicit WholeDirectory(std::filesystem::path final_path);
    WholeDirectory(const WholeDirectory&) = delete;
    WholeDirectory& operator=(const WholeDirectory&) = delete;
    ~WholeDirectory();

    [[nodiscard]] const std::filesystem::path& temporary_path() const noexcept { return temporary_; }
    void commit();

private:
    std::filesystem::path final_;
    std::filesystem::path temporary_;
    int lock_ = -1; ///< tells other runs that the temporary folder is in use
    bool committed_ = false;
};

} // namespace cityweave::base
