#include "base/whole_file.hpp"

#include "base/error.hpp"
#include "base/mapped_file.hpp"
#include "tests/support/temporary_folder.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <thread>

using namespace cityweave::base;
using cityweave::test::TemporaryFolder;

namespace {
std::string content(const std::filesystem::path& path) {
    return std::string(MappedFile::open(path).text());
}
std::size_t entries(const std::filesystem::path& path) {
    return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator(path), {}));
}
} // namespace

TEST_CASE("a file appears whole, and an abandoned one leaves the former untouched") {
    const TemporaryFolder folder;
    const auto path = folder.path() / "a.txt";
    write_whole_file(path, "former");
    {
        WholeFile file(path);
        file.append("half");
    }
    CHECK(content(path) == "former");
    CHECK(entries(folder.path()) == 1);
    {
        WholeFile file(path);
        file.append("0000 new");
        file.overwrite(0, std::as_bytes(std::span(std::string_view("1234"))));
        file.append("!");
        file.commit();
    }
    CHECK(content(path) == "1234 new!");
    CHECK(entries(folder.path()) == 1);
}

TEST_CASE("a folder is swapped in whole") {
    const TemporaryFolder folder;
    const auto path = folder.path() / "out";
    for (const char* text : {"first", "second"}) {
        WholeDirectory directory(path / "");
        write_whole_file(directory.temporary_path() / "a.txt", text);
        directory.commit();
        CHECK(content(path / "a.txt") == text);
    }
    {
        WholeDirectory abandoned(path);
        write_whole_file(abandoned.temporary_path() / "a.txt", "third");
    }
    CHECK(content(path / "a.txt") == "second");
    CHECK(entries(folder.path()) == 1);
}

TEST_CASE("a folder below folders that are not there yet") {
    const TemporaryFolder folder;
    WholeDirectory directory(folder.path() / "a" / "b");
    directory.commit();
    CHECK(std::filesystem::is_directory(folder.path() / "a" / "b"));
    CHECK_THROWS_AS(WholeDirectory("/proc/none/out"), IoError);
}

TEST_CASE("what killed runs left beside a folder is removed, what another run holds is not") {
    const TemporaryFolder folder;
    const auto path = folder.path() / "out";
    std::filesystem::create_directories(folder.path() / ".out.aB3xY9" / "maps");
    std::filesystem::create_directories(folder.path() / ".out.kept-by-its-owner");
    WholeDirectory first(path);
    CHECK_FALSE(std::filesystem::exists(folder.path() / ".out.aB3xY9"));
    WholeDirectory second(path);
    CHECK(std::filesystem::exists(first.temporary_path()));
    second.commit();
    first.commit();
    CHECK(std::filesystem::exists(folder.path() / ".out.kept-by-its-owner"));
}

TEST_CASE("what cannot be written or read is named") {
    CHECK_THROWS_WITH(WholeFile("/nonexistent-folder/x"), Catch::Contains("/nonexistent-folder/x"));
    CHECK_THROWS_AS(MappedFile::open("/nonexistent-folder/x"), IoError);
    CHECK_THROWS_AS(MappedFile::open("/"), IoError);
}

TEST_CASE("of several who read, change and replace a file, none undoes another's change") {
    const TemporaryFolder folder;
    const auto path = folder.path() / "count.txt";
    CHECK_THROWS_AS(FileLock(path), IoError);
    write_whole_file(path, "0");
    const auto count = [&] {
        for (int i = 0; i < 50; ++i) {
            const FileLock lock(path);
            write_whole_file(path, std::to_string(std::stoi(content(path)) + 1));
        }
    };
    std::thread first(count), second(count);
    first.join();
    second.join();
    CHECK(content(path) == "100");
    CHECK(entries(folder.path()) == 1);
}
