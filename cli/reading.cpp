// Reads inputs by what they are. Part of atlas_making.hpp.
#include "base/error.hpp"
#include "base/sha256.hpp"
#include "base/unicode.hpp"
#include "cli/atlas_making.hpp"
#include "cli/engine.hpp"
#include "ingest/document.hpp"
#include "ingest/gdal_source.hpp"
#include "ingest/table.hpp"
#include "ingest/text_pieces.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

namespace cityweave::cli {

namespace {

enum class InputKind { page, table, gis, unnamed };

bool is_one_of(const std::string& extension, std::initializer_list<const char*> list) {
    return std::any_of(list.begin(), list.end(), [&](const char* one) { return extension == one; });
}

/// By the name's ending, which settles pages and tables; what has another is a GIS file if GDAL takes it for one, a table
/// if it begins like one, else a page, which says clearly when it is none. Endings that only GIS files have are theirs even
/// where GDAL doubts: it says best what is wrong.
InputKind kind_of(const std::string& path) {
    const auto extension = base::to_lower(std::filesystem::path(path).extension().string());
    if (is_one_of(extension, {".csv", ".tsv"})) return InputKind::table;
    if (extension == ".tab") return ingest::is_gis_file(path) ? InputKind::gis : InputKind::table; // MapInfo's, or columns parted by tabs
    if (is_one_of(extension, {".html", ".htm", ".xhtml"})) return InputKind::page;
    if (is_one_of(extension, {"", ".txt", ".text", ".md"}) && !std::filesystem::is_directory(path)) return InputKind::unnamed;
    const bool named = is_one_of(extension, {".geojson", ".json", ".geojsonl", ".gpkg", ".fgb", ".shp", ".shz", ".kml", ".kmz", ".gml",
                                             ".gpx", ".sqlite", ".xlsx", ".ods", ".zip", ".gdb", ".mif"});
    return named || ingest::is_gis_file(path) ? InputKind::gis : InputKind::unnamed;
}

[[noreturn]] void refuse(const base::Problem& problem) {
    throw base::FormatError(base::describe(problem));
}

std::string source_name(const std::string& path) {
    return path == "-" ? "standard-input" : ingest::file_name_of(path);
}

/// The same bytes, shown to `watch` as they pass.
ingest::ByteSource watched(ingest::ByteSource source, Watch watch) {
    if (!watch) return source;
    return [source = std::move(source), watch = std::move(watch)](std::span<std::byte> room) {
        const auto count = source(room);
        watch(room.first(count));
        return count;
    };
}

/// Looks at the beginning, which `source` gives again.
bool begins_like_table(ingest::ByteSource& source) {
    auto beginning = ingest::take_bytes(source, std::size_t{64} << 10);
    const bool table = ingest::looks_like_table(base::decode_text(beginning));
    source = ingest::joined(std::move(beginning), std::move(source));
    return table;
}

void read_page(const Engine& engine, const ingest::ByteSource& source, const std::string& name, std::size_t max_bytes, ingest::Sink& sink) {
    const auto bytes = ingest::read_page_bytes(source, name, max_bytes);
    if (!bytes) refuse(bytes.problem());
    const auto document = ingest::read_document(*bytes, name);
    if (!document) refuse(document.problem());
    auto extract = ingest::extract_page(*document, engine.reading());
    for (auto& mention : extract.mentions) sink.add(std::move(mention));
    for (auto& point : extract.points) sink.add(std::move(point));
    sink.report().add(extract.report);
}

void read_table(const Engine& engine, ingest::ByteSource source, const std::string& name, const std::string& columns, ingest::Sink& sink) {
    const auto options = engine.reading();
    ingest::TextPieces pieces(std::move(source));
    const auto refused = ingest::read_table([&](std::string& text) { return pieces.append_to(text); }, name, columns, options, sink);
    if (refused) refuse(*refused);
}

void read_gis(const Engine& engine, const std::string& path, const std::string& columns, ingest::Sink& sink) {
    const auto options = engine.reading();
    if (const auto refused = ingest::read_gis_file(path, columns, options, sink)) refuse(*refused);
}

/// The file, or all in a folder, in the order of their names.
std::vector<std::filesystem::path> files_of(const std::filesystem::path& path) {
    if (!std::filesystem::is_directory(path)) return {path};
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(path))
        if (entry.is_regular_file()) files.push_back(entry.path());
    std::sort(files.begin(), files.end());
    return files;
}

void add_file(base::Sha256Stream& stream, const std::filesystem::path& path) {
    constexpr std::size_t piece = std::size_t{256} << 10;
    const auto source = ingest::file_bytes(path);
    for (auto bytes = ingest::take_bytes(source, piece); !bytes.empty(); bytes = ingest::take_bytes(source, piece)) stream.add(bytes);
}

} // namespace

InputFile digested(const std::filesystem::path& path) {
    base::Sha256Stream stream;
    for (const auto& file : files_of(path)) {
        // Of a folder, names belong to what was read.
        const auto name = file == path ? std::string() : file.lexically_relative(path).generic_string();
        stream.add(std::as_bytes(std::span(name)));
        add_file(stream, file);
    }
    return {.name = ingest::file_name_of(path), .sha256 = base::hex(stream.digest())};
}

void read_input(const Engine& engine, const ReadOptions& read, const std::string& path, ingest::Sink& sink, const Watch& watch) {
    const auto kind = path == "-" ? InputKind::unnamed : kind_of(path);
    if (kind == InputKind::gis) return read_gis(engine, path, read.columns, sink);
    auto source = watched(path == "-" ? ingest::standard_input_bytes() : ingest::file_bytes(path), watch);
    if (kind == InputKind::table || (kind == InputKind::unnamed && begins_like_table(source)))
        return read_table(engine, std::move(source), source_name(path), read.columns, sink);
    read_page(engine, source, source_name(path), read.max_page_bytes, sink);
}

ingest::Extract read_inputs(const Engine& engine, const ReadOptions& read, std::vector<InputFile>& files) {
    ingest::Extract whole;
    ingest::ExtractSink sink(whole);
    for (const auto& path : read.inputs) {
        base::Sha256Stream stream;
        const bool streams = path == "-" || kind_of(path) != InputKind::gis;
        read_input(engine, read, path, sink, [&](std::span<const std::byte> bytes) { stream.add(bytes); });
        files.push_back(streams ? InputFile{.name = source_name(path), .sha256 = base::hex(stream.digest())} : digested(path));
    }
    return whole;
}

} // namespace cityweave::cli
