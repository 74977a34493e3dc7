// Any vector file GDAL reads, to mentions and points by column names. Knows no pages and no CSV (table.hpp does).
#pragma once

#include "base/result.hpp"
#include "ingest/extract.hpp"
#include "ingest/mentions.hpp"

#include <filesystem>
#include <optional>
#include <string_view>

namespace cityweave::ingest {

/// Reads every layer of the file; positions are the geometries' (of lines and areas: a point on them), transformed to
/// WGS 84 from the layer's own CRS, or taken as longitude and latitude where it names none. Columns as in a table.
/// Throws IoError if the file cannot be opened by any of GDAL's vector drivers. Problems: "table-column" if no layer has
/// usable columns, which
/// comes back; rows as RowReader reports them, with the feature id as line.
[[nodiscard]] std::optional<base::Problem> read_gis_file(const std::filesystem::path& path, std::string_view mapping,
                                                         const ExtractOptions& options, Sink& sink);

} // namespace cityweave::ingest
