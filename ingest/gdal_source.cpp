#include "ingest/gdal_source.hpp"

#include "base/error.hpp"
#include "base/unicode.hpp"
#include "ingest/table.hpp"

#include <cpl_error.h>
#include <cpl_string.h>
#include <cpl_vsi.h>
#include <gdal_priv.h>
#include <ogrsf_frmts.h>

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <memory>
#include <mutex>

namespace cityweave::ingest {

namespace {

/// GDAL's errors become ours: nothing is printed while this lives.
class QuietErrors {
public:
    QuietErrors() { CPLPushErrorHandler(CPLQuietErrorHandler); }
    ~QuietErrors() { CPLPopErrorHandler(); }
    QuietErrors(const QuietErrors&) = delete;
    QuietErrors& operator=(const QuietErrors&) = delete;
};

using TransformPointer = std::unique_ptr<OGRCoordinateTransformation>;

/// From a layer's coordinates to longitude and latitude.
struct ToWgs84 {
    bool named = false;           ///< the layer names a reference system
    TransformPointer transform{}; ///< none where it is not named, or PROJ knows no way
    [[nodiscard]] bool possible() const { return !named || transform; }
};

ToWgs84 to_wgs84(const OGRLayer& layer) {
    const auto* from = const_cast<OGRLayer&>(layer).GetSpatialRef();
    if (!from) return {};
    OGRSpatialReference source(*from);
    source.SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
    OGRSpatialReference target;
    target.importFromEPSG(4326);
    target.SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
    return {.named = true, .transform = TransformPointer(OGRCreateCoordinateTransformation(&source, &target))};
}

/// A point that stands for the geometry: itself, or one on it.
std::optional<OGRPoint> representative(const OGRGeometry& geometry) {
    OGRPoint point;
    const auto type = wkbFlatten(geometry.getGeometryType());
    if (geometry.IsEmpty()) return std::nullopt;
    if (type == wkbPoint) return *geometry.toPoint();
    if (type == wkbPolygon || type == wkbMultiPolygon) {
        const auto handle = OGRGeometry::ToHandle(const_cast<OGRGeometry*>(&geometry));
        const std::unique_ptr<OGRGeometry> inside(OGRGeometry::FromHandle(OGR_G_PointOnSurface(handle)));
        if (inside && wkbFlatten(inside->getGeometryType()) == wkbPoint && !inside->IsEmpty()) return *inside->toPoint();
    }
    if (geometry.Centroid(&point) != OGRERR_NONE || point.IsEmpty()) return std::nullopt;
    return point;
}

base::Problem no_position(std::string found, std::string expected) {
    return {.code = "feature-position", .found = std::move(found), .expected = std::move(expected)};
}

/// Where the feature is, or why nobody knows.
base::Result<geo::LonLat> position_of(const OGRFeature& feature, const ToWgs84& way) {
    const auto* geometry = feature.GetGeometryRef();
    const auto point = geometry ? representative(*geometry) : std::nullopt;
    if (!point) return no_position(geometry ? "an empty geometry" : "no geometry", "a point, line or area");
    double x = point->getX();
    double y = point->getY();
    const auto found = fmt::format("{} {}", x, y);
    if (!way.possible() || (way.transform && !way.transform->Transform(1, &x, &y)))
        return no_position(found, "coordinates that can be transformed to longitude and latitude");
    auto position = geo::LonLat::from_degrees({.lon = x, .lat = y});
    if (position) return position;
    auto problem = position.problem();
    if (!way.named) problem.expected += ", as the layer names no reference system";
    return problem;
}

std::vector<std::string> header_of(const OGRLayer& layer) {
    auto& definition = *const_cast<OGRLayer&>(layer).GetLayerDefn();
    std::vector<std::string> header;
    for (int i = 0; i < definition.GetFieldCount(); ++i) header.emplace_back(definition.GetFieldDefn(i)->GetNameRef());
    return header;
}

/// Column names that make a layer of bare geometries readable as points.
base::Result<Columns> columns_of(const std::vector<std::string>& header, std::string_view mapping, bool has_geometry) {
    auto columns = Columns::find(header, mapping);
    if (columns || !has_geometry || !mapping.empty()) return columns;
    auto with_point = header;
    with_point.emplace_back("wkt");
    return Columns::find(with_point, mapping);
}

/// One layer, and whom to tell about its features.
struct LayerReading {
    OGRLayer& layer;
    const std::string& source;
    bool has_partners; ///< then a feature without a geometry is a row as any other
    Sink& sink;
};

int id_of(const OGRFeature& feature) {
    return static_cast<int>(std::clamp<GIntBig>(feature.GetFID(), 0, std::numeric_limits<int>::max()));
}

/// Tells what is wrong with a position, with the feature's id.
std::optional<geo::LonLat> told_position(const LayerReading& reading, const OGRFeature& feature, const ToWgs84& way) {
    const auto position = position_of(feature, way);
    if (position) return *position;
    if (reading.has_partners && !feature.GetGeometryRef()) return std::nullopt;
    auto problem = position.problem();
    problem.source = reading.source;
    problem.line = id_of(feature);
    reading.sink.report().add(std::move(problem));
    return std::nullopt;
}

/// The next feature; throws where the file breaks off.
OGRFeatureUniquePtr next_feature(const LayerReading& reading) {
    CPLErrorReset();
    OGRFeatureUniquePtr feature(reading.layer.GetNextFeature());
    if (!feature && CPLGetLastErrorType() >= CE_Failure)
        throw base::IoError(fmt::format("{}: cannot be read to its end: {}", reading.source, CPLGetLastErrorMsg()));
    return feature;
}

void read_layer(const LayerReading& reading, RowReader& rows) {
    const auto way = to_wgs84(reading.layer);
    const bool has_geometry = reading.layer.GetGeomType() != wkbNone;
    const int fields = reading.layer.GetLayerDefn()->GetFieldCount();
    std::vector<std::string> texts(static_cast<std::size_t>(fields));
    std::vector<std::string_view> row(texts.size());
    reading.layer.ResetReading();
    while (const auto feature = next_feature(reading)) {
        for (int i = 0; i < fields; ++i) {
            auto& text = texts[static_cast<std::size_t>(i)];
            text = feature->IsFieldSetAndNotNull(i) ? feature->GetFieldAsString(i) : "";
            row[static_cast<std::size_t>(i)] = text;
        }
        const auto position = has_geometry ? told_position(reading, *feature, way) : std::nullopt;
        rows.add({.fields = row, .line = id_of(*feature), .position = position});
    }
}

void register_drivers() {
    static std::once_flag registered;
    std::call_once(registered, [] {
        GDALAllRegister();
        // The first row of a spreadsheet names its columns, even where all columns are text.
        for (const char* option : {"OGR_XLSX_HEADERS", "OGR_ODS_HEADERS", "OGR_XLS_HEADERS"}) CPLSetConfigOption(option, "FORCE");
    });
}

GDALDatasetUniquePtr opened(const std::string& name) {
    return GDALDatasetUniquePtr(GDALDataset::Open(name.c_str(), GDAL_OF_VECTOR | GDAL_OF_READONLY));
}

/// The datasets of a file: one, or what a ZIP archive holds.
std::vector<GDALDatasetUniquePtr> opened_datasets(const std::filesystem::path& path) {
    std::vector<GDALDatasetUniquePtr> datasets;
    const auto add = [&](const std::string& name) {
        auto dataset = opened(name);
        if (dataset) datasets.push_back(std::move(dataset));
        return !datasets.empty();
    };
    const auto inside = "/vsizip/" + std::filesystem::absolute(path).string();
    if (add(path.string()) || base::to_lower(path.extension().string()) != ".zip" || add(inside)) return datasets;
    const std::unique_ptr<char*, decltype(&CSLDestroy)> names(VSIReadDirRecursive(inside.c_str()), CSLDestroy);
    for (int i = 0; i < CSLCount(names.get()); ++i) add(inside + '/' + names.get()[i]);
    return datasets;
}

/// Reads the layers that have usable columns. The last that has not is told: comes back, as the only thing to say if no layer had.
std::optional<base::Problem> read_dataset(GDALDataset& dataset, const std::string& name, std::string_view mapping,
                                          const ExtractOptions& options, Sink& sink, bool& read) {
    std::optional<base::Problem> refused;
    for (auto* layer : dataset.GetLayers()) {
        const auto columns = columns_of(header_of(*layer), mapping, layer->GetGeomType() != wkbNone);
        if (!columns) {
            refused = columns.problem();
            refused->source = fmt::format("{} ({})", name, layer->GetName());
            continue;
        }
        RowReader rows(*columns, name, options, sink);
        read_layer({.layer = *layer, .source = name, .has_partners = columns->has_partners(), .sink = sink}, rows);
        read = true;
    }
    return refused;
}

} // namespace

std::string file_name_of(const std::filesystem::path& path) {
    const auto plain = path.lexically_normal();
    return (plain.has_filename() ? plain : plain.parent_path()).filename().string();
}

bool is_gis_file(const std::filesystem::path& path) {
    std::error_code failed;
    if (!std::filesystem::exists(path, failed)) return false;
    register_drivers();
    const QuietErrors quiet;
    return GDALIdentifyDriverEx(path.c_str(), GDAL_OF_VECTOR, nullptr, nullptr) != nullptr;
}

std::optional<base::Problem> read_gis_file(const std::filesystem::path& path, std::string_view mapping, const ExtractOptions& options,
                                           Sink& sink) {
    std::error_code failed;
    // GDAL would take a name that is no file for a connection to somewhere.
    if (!std::filesystem::exists(path, failed)) throw base::IoError(path.string() + ": no such file or folder");
    register_drivers();
    const QuietErrors quiet;
    const auto datasets = opened_datasets(path);
    if (datasets.empty())
        throw base::IoError(fmt::format("{}: no vector file that GDAL can read: {}", path.string(), CPLGetLastErrorMsg()));
    std::optional<base::Problem> refused;
    bool read = false;
    for (const auto& dataset : datasets) {
        const auto problem = read_dataset(*dataset, file_name_of(path), mapping, options, sink, read);
        if (problem) refused = problem;
    }
    if (!read || !refused) return read ? std::nullopt : refused;
    sink.report().add(*refused);
    return std::nullopt;
}

} // namespace cityweave::ingest
