// Every folder of tests/layouts holds a page and the rows it must give; an empty list of rows makes it a trap.
#include "base/mapped_file.hpp"
#include "tests/ingest/extraction.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <string>
#include <vector>

using namespace cityweave;
using namespace cityweave::ingest::testing;

namespace {

const std::filesystem::path source_folder = CITYWEAVE_SOURCE_DIR;

std::string text_of(const std::filesystem::path& path) {
    return std::string(base::MappedFile::open(path).text());
}

ingest::Extract extract_file(const std::filesystem::path& page) {
    return extract_text(text_of(page), page.filename().string());
}

/// Without the head line.
std::string rows_in(const std::filesystem::path& expected) {
    const auto text = text_of(expected);
    return text.substr(text.find('\n') + 1);
}

std::vector<std::filesystem::path> layout_folders() {
    std::vector<std::filesystem::path> folders;
    for (const auto& entry : std::filesystem::directory_iterator(source_folder / "tests/layouts"))
        if (entry.is_directory()) folders.push_back(entry.path());
    std::sort(folders.begin(), folders.end());
    return folders;
}

} // namespace

TEST_CASE("each layout gives the rows expected of it", "[layouts]") {
    const auto folders = layout_folders();
    REQUIRE(folders.size() >= 30);
    for (const auto& folder : folders) {
        const bool html = std::filesystem::exists(folder / "page.html");
        const auto extract = extract_file(folder / (html ? "page.html" : "page.txt"));
        INFO(folder.filename().string());
        CHECK(rows_of(extract) == rows_in(folder / "expected.csv"));
    }
}

TEST_CASE("the project's own article gives its thirty leads and seventeen partners, by line", "[layouts]") {
    const auto extract = extract_file(source_folder / "tests/pages/networks-article.txt");
    std::string rows;
    for (const auto& m : extract.mentions)
        rows += csv_field(m.network) + ',' + csv_field(m.cluster) + ',' + atlas::name_of(m.role) + ',' + csv_field(m.partner) + ',' +
                m.country + ',' + m.source + ',' + std::to_string(m.line) + '\n';
    CHECK(rows == rows_in(source_folder / "tests/pages/networks-article.expected.csv"));
    CHECK(extract.mentions.size() == 47);
    REQUIRE(extract.points.size() == 1);
    CHECK(extract.points[0].position.lon() == 25.748151);
}
