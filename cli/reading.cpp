// Reads inputs by what they are. Part of atlas_making.hpp.
#include "base/error.hpp"
#include "base/mapped_file.hpp"
#include "base/sha256.hpp"
#include "base/unicode.hpp"
#include "cli/atlas_making.hpp"
#include "cli/engine.hpp"
#include "ingest/document.hpp"
#include "ingest/gdal_source.hpp"
#include "ingest/table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <unistd.h>

namespace cityweave::cli {

namespace {

enum class InputKind { page, table, gis };

bool is_one_of(const std::string& extension, std::initializer_list<const char*> list) {
    return std::any_of(list.begin(), list.end(), [&](const char* one) { return extension == one; });
}

/// By the name's ending; what has another ending is a page, which says clearly when it is none.
InputKind kind_of(const std::string& path) {
    const auto extension = base::to_lower(std::filesystem::path(path).extension().string());
    if (is_one_of(extension, {".csv", ".tsv", ".tab"})) return InputKind::table;
    if (is_one_of(extension, {".geojson", ".json", ".geojsonl", ".gpkg", ".fgb", ".shp", ".kml", ".kmz", ".gml", ".gpx", ".sqlite", ".xlsx", ".ods", ".zip"}))
        return InputKind::gis;
    return InputKind::page;
}

[[noreturn]] void refuse(const base::Problem& problem) {
    throw base::FormatError(base::describe(problem));
}

/// Standard input up to the limit; one byte more tells that there was more.
std::vector<std::byte> read_standard_input(std::size_t max_bytes) {
    std::vector<std::byte> bytes;
    std::array<std::byte, 65536> chunk;
    while (bytes.size() <= max_bytes) {
        const auto got = ::read(STDIN_FILENO, chunk.data(), std::min(chunk.size(), max_bytes + 1 - bytes.size()));
        if (got < 0) throw base::IoError("standard input: cannot be read");
        if (got == 0) return bytes;
        bytes.insert(bytes.end(), chunk.begin(), chunk.begin() + got);
    }
    refuse({.code = "page-too-large", .source = "-", .found = "more", .expected = fmt::format("at most {} bytes (--max-page-bytes)", max_bytes)});
}

std::vector<std::byte> page_bytes(const std::string& path, std::size_t max_bytes) {
    if (path == "-") return read_standard_input(max_bytes);
    auto bytes = ingest::read_page_file(path, max_bytes);
    if (!bytes) refuse(bytes.problem());
    return std::move(bytes).value();
}

std::string source_name(const std::string& path) {
    return path == "-" ? "standard-input" : std::filesystem::path(path).filename().string();
}

ingest::Extract read_page(const Engine& engine, const std::vector<std::byte>& bytes, const std::string& name) {
    const auto document = ingest::read_document(bytes, name);
    if (!document) refuse(document.problem());
    return ingest::extract_page(*document, engine.reading());
}

} // namespace

} // namespace cityweave::cli
