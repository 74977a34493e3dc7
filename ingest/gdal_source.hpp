// Any vector file GDAL reads, to mentions and points by column names. Knows no pages and no CSV (table.hpp does).
#pragma once

#include "base/result.hpp"
#include "ingest/extract.hpp"
#include "ingest/mentions.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace cityweave::ingest {

/// Whether one of GDAL's vector drivers takes the file or folder for its own, by its content.
[[nodiscard]] bool is_gis_file(const std::filesystem::path& path);

/// The name of a file or folder without the folders it is in.
[[nodiscard]] std::string file_name_of(const std::filesystem::path& path);

/// Reads every layer of the file, folder or ZIP archive, feature by feature; positions are the geometries' (of lines and areas: a
/// point on them), transformed to WGS 84 from the layer's own CRS, or taken as longitude and latitude where it names none. Columns
/// as in a table. Throws IoError if the file cannot be opened by any of GDAL's vector drivers, or breaks off. Problems:
/// "table-column" if no layer has usable columns, which comes back (if some had, it is reported); "feature-position" for a
/// feature of bare points without a geometry, or with one that cannot be transformed; "coordinate-range"; rows as RowReader
/// reports them; all with the feature id as line.
[[nodiscard]] std::optional<base::Problem> read_gis_file(const std::filesystem::path& path, std::string_view mapping,
                                                         const ExtractOptions& options, Sink& sink);

} // namespace cityweave::ingest
