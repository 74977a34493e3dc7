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
#include <cstdio>
#include <filesystem>

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
    if (is_one_of(extension, {".geojson", ".json", ".geojsonl", ".gpkg", ".fgb", ".shp", ".kml", ".kmz", ".gml", ".gpx", ".sqlite", ".xlsx",
                              ".ods", ".zip"}))
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
        const auto got = std::fread(chunk.data(), 1, std::min(chunk.size(), max_bytes + 1 - bytes.size()), stdin);
        if (std::ferror(stdin) != 0) throw base::IoError("standard input: cannot be read");
        if (got == 0) return bytes;
        bytes.insert(bytes.end(), chunk.begin(), chunk.begin() + static_cast<std::ptrdiff_t>(got));
    }
    refuse({.code = "page-too-large",
            .source = "-",
            .found = "more",
            .expected = fmt::format("at most {} bytes (--max-page-bytes)", max_bytes)});
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

/// Tables are mapped and read as they are when they are UTF-8 without a mark, so that large ones cost no memory.
ingest::Extract read_table_file(const Engine& engine, const std::string& path, const std::string& columns) {
    const auto file = base::MappedFile::open(path);
    const bool plain = base::is_valid_utf8(file.text()) && !file.text().starts_with("\xEF\xBB\xBF");
    const auto decoded = plain ? std::string() : base::decode_text(file.bytes());
    const auto options = engine.reading();
    auto extract = ingest::read_table(plain ? file.text() : std::string_view(decoded), source_name(path), columns, options);
    if (!extract) refuse(extract.problem());
    return std::move(extract).value();
}

ingest::Extract read_gis(const Engine& engine, const std::string& path, const std::string& columns) {
    const auto options = engine.reading();
    auto extract = ingest::read_gis_file(path, columns, options);
    if (!extract) refuse(extract.problem());
    return std::move(extract).value();
}

ingest::Extract read_input(const Engine& engine, const ReadOptions& read, const std::string& path, std::vector<InputFile>& files) {
    if (path != "-" && kind_of(path) != InputKind::page) {
        files.push_back(digested(path));
        return kind_of(path) == InputKind::table ? read_table_file(engine, path, read.columns) : read_gis(engine, path, read.columns);
    }
    const auto bytes = page_bytes(path, read.max_page_bytes);
    files.push_back({.name = source_name(path), .sha256 = base::hex(base::sha256(bytes))});
    return read_page(engine, bytes, source_name(path));
}

void append(ingest::Extract& whole, ingest::Extract part) {
    std::move(part.mentions.begin(), part.mentions.end(), std::back_inserter(whole.mentions));
    std::move(part.points.begin(), part.points.end(), std::back_inserter(whole.points));
    whole.report.add(part.report);
}

} // namespace

InputFile digested(const std::filesystem::path& path) {
    const auto file = base::MappedFile::open(path);
    return {.name = path.filename().string(), .sha256 = base::hex(base::sha256(file.bytes()))};
}

ingest::Extract read_inputs(const Engine& engine, const ReadOptions& read, std::vector<InputFile>& files) {
    ingest::Extract whole;
    for (const auto& path : read.inputs) append(whole, read_input(engine, read, path, files));
    return whole;
}

} // namespace cityweave::cli
