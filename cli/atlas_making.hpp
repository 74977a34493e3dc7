// From inputs to an atlas: reading, geocoding, merging, links, in that order. No output.
#pragma once

#include "atlas/atlas.hpp"
#include "base/report.hpp"
#include "cli/engine.hpp"
#include "cli/options.hpp"
#include "cli/progress.hpp"
#include "ingest/merge.hpp"

#include <cstddef>
#include <filesystem>
#include <functional>
#include <span>
#include <string>
#include <vector>

namespace cityweave::cli {

/// A file that went into an output, for the manifest: name without folder, and digest.
struct InputFile {
    std::string name;
    std::string sha256;
};

/// An atlas with all that was read and thought on the way to it.
struct MadeAtlas {
    atlas::Atlas atlas;
    std::vector<ingest::PlacedMention> entries;
    base::Report report;
    std::vector<InputFile> inputs; ///< inputs, programme file and overrides, in that order
    std::string gazetteer_edition;
    std::filesystem::path data_folder;
};

/// Name and digest of a file. Throws IoError.
[[nodiscard]] InputFile digested(const std::filesystem::path& path);

/// Sees bytes that are read.
using Watch = std::function<void(std::span<const std::byte>)>;
/// Reads an input by what it is: table, GIS file or page ("-": standard input). Tables and GIS files are passed on row by
/// row, in memory that does not grow with them. `watch` sees all bytes of a page or table; may be empty. Throws IoError, or
/// FormatError for a file that is nothing we read (empty, binary, too large), naming it.
void read_input(const Engine& engine, const ReadOptions& read, const std::string& path, ingest::Sink& sink, const Watch& watch = {});

/// Reads all inputs; `files` gets what was read. Throws as read_input.
[[nodiscard]] ingest::Extract read_inputs(const Engine& engine, const ReadOptions& read, std::vector<InputFile>& files);

/// The whole way; what is read is added to `former`, if there is one. Throws as read_inputs, FormatError if the inputs
/// name no partnership at all, and ConfigError if the programme file is that of another programme than `former`'s.
[[nodiscard]] MadeAtlas make_atlas(const CommonOptions& common, const ReadOptions& read, Progress& progress,
                                   const atlas::Atlas* former = nullptr);

} // namespace cityweave::cli
