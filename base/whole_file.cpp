#include "base/whole_file.hpp"

#include "base/assertion.hpp"
#include "base/error.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace cityweave::base {

namespace {

[[noreturn]] void fail(const std::filesystem::path& path, int error) {
    throw IoError(fmt::format("{}: cannot be written: {}", path.string(), std::strerror(error)));
}

/// The hidden sibling's name pattern for mkstemp and mkdtemp: on the same file system, so that rename is atomic.
std::string sibling_pattern(const std::filesystem::path& path) {
    const auto folder = path.has_parent_path() ? path.parent_path() : std::filesystem::path(".");
    return (folder / fmt::format(".{}.XXXXXX", path.filename().string())).string();
}

void sync_folder_of(const std::filesystem::path& path) {
    const auto folder = path.has_parent_path() ? path.parent_path() : std::filesystem::path(".");
    const int fd = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0) return;
    ::fsync(fd);
    ::close(fd);
}

/// "out/" and "out" name the same folder; only the latter has a file name to put a sibling beside.
std::filesystem::path without_trailing_slash(std::filesystem::path path) {
    path = path.lexically_normal();
    return path.has_filename() ? path : path.parent_path();
}

/// An open folder, locked against other runs of ours; -1 if somebody else holds it. Locks end with the process.
int lock_folder(const std::filesystem::path& folder, int how) {
    const int fd = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd >= 0 && ::flock(fd, how) == 0) return fd;
    if (fd >= 0) ::close(fd);
    return -1;
}

bool fits_pattern(const std::string& name, const std::string& pattern) {
    const auto fixed = pattern.size() - 6;
    return name.size() == pattern.size() && name.compare(0, fixed, pattern, 0, fixed) == 0;
}

/// Folders of `pattern` that no run holds were left by killed ones.
void remove_abandoned(const std::filesystem::path& pattern) {
    std::error_code ignored;
    for (const auto& entry : std::filesystem::directory_iterator(pattern.parent_path(), ignored)) {
        if (!entry.is_directory(ignored) || !fits_pattern(entry.path().filename(), pattern.filename())) continue;
        const int lock = lock_folder(entry.path(), LOCK_EX | LOCK_NB);
        if (lock < 0) continue;
        std::filesystem::remove_all(entry.path(), ignored);
        ::close(lock);
    }
}

} // namespace

WholeFile::WholeFile(std::filesystem::path final_path) : final_(std::move(final_path)) {
    auto pattern = sibling_pattern(final_);
    descriptor_ = ::mkostemp(pattern.data(), O_CLOEXEC);
    if (descriptor_ < 0) fail(final_, errno);
    temporary_ = pattern;
    // mkstemp makes private files; outputs get what a plain open would give them.
    const mode_t mask = ::umask(0);
    ::umask(mask);
    ::fchmod(descriptor_, 0666 & ~mask);
}

WholeFile::~WholeFile() {
    if (descriptor_ >= 0) ::close(descriptor_);
    std::error_code ignored;
    if (!temporary_.empty()) std::filesystem::remove(temporary_, ignored);
}

void WholeFile::write_all(std::span<const std::byte> bytes) {
    while (!bytes.empty()) {
        const auto written = ::write(descriptor_, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) fail(final_, errno);
        bytes = bytes.subspan(static_cast<std::size_t>(written));
    }
}

void WholeFile::append(std::span<const std::byte> bytes) {
    if (::lseek(descriptor_, 0, SEEK_END) < 0) fail(final_, errno);
    write_all(bytes);
}

void WholeFile::append(std::string_view text) {
    append(std::as_bytes(std::span(text)));
}

void WholeFile::overwrite(std::size_t offset, std::span<const std::byte> bytes) {
    if (::lseek(descriptor_, static_cast<off_t>(offset), SEEK_SET) < 0) fail(final_, errno);
    write_all(bytes);
}

void WholeFile::commit() {
    // A library may have replaced the file at temporary_path, so it is synced by name.
    ::close(std::exchange(descriptor_, -1));
    const int fd = ::open(temporary_.c_str(), O_RDONLY | O_CLOEXEC);
    if (fd < 0) fail(final_, errno);
    const int synced = ::fsync(fd);
    const int error = errno;
    ::close(fd);
    if (synced != 0) fail(final_, error);
    if (::rename(temporary_.c_str(), final_.c_str()) != 0) fail(final_, errno);
    temporary_.clear();
    sync_folder_of(final_);
}

FileLock::FileLock(const std::filesystem::path& path) {
    for (;;) {
        descriptor_ = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
        if (descriptor_ < 0) throw IoError(fmt::format("{}: cannot be opened: {}", path.string(), std::strerror(errno)));
        while (::flock(descriptor_, LOCK_EX) != 0)
            if (errno != EINTR) return;
        // Whoever held it may have put another file in its place meanwhile.
        struct stat held {};
        struct stat named {};
        const bool same = ::fstat(descriptor_, &held) == 0 && ::stat(path.c_str(), &named) == 0 && held.st_dev == named.st_dev &&
                          held.st_ino == named.st_ino;
        if (same) return;
        ::close(descriptor_);
    }
}

FileLock::~FileLock() {
    ::close(descriptor_);
}

void write_whole_file(const std::filesystem::path& path, std::string_view text) {
    write_whole_file(path, std::as_bytes(std::span(text)));
}

void write_whole_file(const std::filesystem::path& path, std::span<const std::byte> bytes) {
    WholeFile file(path);
    file.append(bytes);
    file.commit();
}

WholeDirectory::WholeDirectory(std::filesystem::path final_path) : final_(without_trailing_slash(std::move(final_path))) {
    auto pattern = sibling_pattern(final_);
    std::error_code unmakeable; // told by mkdtemp, with the final path
    std::filesystem::create_directories(std::filesystem::path(pattern).parent_path(), unmakeable);
    // Holding the parent, no other run takes our folder for abandoned before it is locked.
    const int parent = lock_folder(std::filesystem::path(pattern).parent_path(), LOCK_EX);
    if (parent >= 0) remove_abandoned(pattern);
    const bool made = ::mkdtemp(pattern.data()) != nullptr;
    const int error = errno;
    if (made) lock_ = lock_folder(pattern, LOCK_EX | LOCK_NB);
    if (parent >= 0) ::close(parent);
    if (!made) fail(final_, error);
    temporary_ = pattern;
    const mode_t mask = ::umask(0);
    ::umask(mask);
    ::chmod(temporary_.c_str(), 0777 & ~mask);
}

WholeDirectory::~WholeDirectory() {
    // Before commit this is the unfinished folder; after it, the former one that was swapped out.
    std::error_code ignored;
    std::filesystem::remove_all(temporary_, ignored);
    if (lock_ >= 0) ::close(lock_);
}

void WholeDirectory::commit() {
    CITYWEAVE_ASSERT(!committed_, "a WholeDirectory is committed once");
    const bool replaces = std::filesystem::exists(final_);
    const unsigned flags = replaces ? RENAME_EXCHANGE : RENAME_NOREPLACE;
    if (::renameat2(AT_FDCWD, temporary_.c_str(), AT_FDCWD, final_.c_str(), flags) != 0) fail(final_, errno);
    committed_ = true;
    sync_folder_of(final_);
}

} // namespace cityweave::base
