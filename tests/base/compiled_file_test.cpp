#include "base/compiled_file.hpp"

#include "base/error.hpp"
#include "base/whole_file.hpp"
#include "tests/support/temporary_folder.hpp"

#include <catch2/catch.hpp>

using namespace cityweave::base;

namespace {
constexpr CompiledFormat format{.magic = "CWTEST01", .version = 3};

std::span<const std::byte> bytes(std::string_view text) {
    return std::as_bytes(std::span(text));
}
} // namespace

TEST_CASE("a compiled file gives back payload and edition") {
    const cityweave::test::TemporaryFolder folder;
    const auto path = folder.path() / "x";
    write_compiled_file(path, format, "an edition", bytes("payload"));
    const auto file = CompiledFile::open(path, format);
    CHECK(file.edition() == "an edition");
    CHECK(std::string_view(reinterpret_cast<const char*>(file.payload().data()), file.payload().size()) == "payload");
}

TEST_CASE("damage, another version, another kind and a cut file are refused with a reason") {
    const cityweave::test::TemporaryFolder folder;
    const auto path = folder.path() / "x";
    write_compiled_file(path, format, "an edition", bytes("payload"));
    CHECK_THROWS_WITH(CompiledFile::open(path, {.magic = "CWTEST01", .version = 4}), Catch::Contains("version: found 3, expected 4"));
    CHECK_THROWS_WITH(CompiledFile::open(path, {.magic = "OTHERONE", .version = 3}), Catch::Contains("kind of file"));
    std::string text(MappedFile::open(path).text());
    text.back() = '!';
    write_whole_file(path, text);
    CHECK_THROWS_WITH(CompiledFile::open(path, format), Catch::Contains("checksum"));
    text.pop_back();
    write_whole_file(path, text);
    CHECK_THROWS_WITH(CompiledFile::open(path, format), Catch::Contains("length"));
    write_whole_file(path, "short");
    CHECK_THROWS_AS(CompiledFile::open(path, format), FormatError);
}
