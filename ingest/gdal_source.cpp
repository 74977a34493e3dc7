#include "ingest/gdal_source.hpp"

#include "base/error.hpp"
#include "ingest/table.hpp"

#include <cpl_error.h>
#include <gdal_priv.h>
#include <ogrsf_frmts.h>

#include <fmt/format.h>

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

/// None where the layer's coordinates are longitude and latitude already.
TransformPointer to_wgs84(const OGRLayer& layer) {
    const auto* from = const_cast<OGRLayer&>(layer).GetSpatialRef();
    if (!from) return nullptr;
    OGRSpatialReference source(*from);
    source.SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
    OGRSpatialReference target;
    target.importFromEPSG(4326);
    target.SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
    return TransformPointer(OGRCreateCoordinateTransformation(&source, &target));
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

std::optional<geo::LonLat> position_of(const OGRFeature& feature, OGRCoordinateTransformation* transform) {
    const auto* geometry = feature.GetGeometryRef();
    if (!geometry) return std::nullopt;
    const auto point = representative(*geometry);
    if (!point) return std::nullopt;
    double x = point->getX();
    double y = point->getY();
    if (transform && !transform->Transform(1, &x, &y)) return std::nullopt;
    const auto position = geo::LonLat::from_degrees({.lon = x, .lat = y});
    return position ? std::optional(*position) : std::nullopt;
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

void read_layer(OGRLayer& layer, RowReader& rows) {
    const auto transform = to_wgs84(layer);
    const int fields = layer.GetLayerDefn()->GetFieldCount();
    std::vector<std::string> texts(static_cast<std::size_t>(fields));
    std::vector<std::string_view> row(texts.size());
    layer.ResetReading();
    while (const OGRFeatureUniquePtr feature{layer.GetNextFeature()}) {
        for (int i = 0; i < fields; ++i) {
            auto& text = texts[static_cast<std::size_t>(i)];
            text = feature->IsFieldSetAndNotNull(i) ? feature->GetFieldAsString(i) : "";
            row[static_cast<std::size_t>(i)] = text;
        }
        rows.add({.fields = row, .line = static_cast<int>(feature->GetFID()), .position = position_of(*feature, transform.get())});
    }
}

} // namespace

std::optional<base::Problem> read_gis_file(const std::filesystem::path& path, std::string_view mapping, const ExtractOptions& options,
                                           Sink& sink) {
    static std::once_flag registered;
    std::call_once(registered, [] { GDALAllRegister(); });
    const QuietErrors quiet;
    const GDALDatasetUniquePtr dataset(GDALDataset::Open(path.c_str(), GDAL_OF_VECTOR | GDAL_OF_READONLY));
    if (!dataset) throw base::IoError(fmt::format("{}: no vector file that GDAL can read: {}", path.string(), CPLGetLastErrorMsg()));
    std::optional<base::Problem> refused;
    bool read = false;
    for (auto* layer : dataset->GetLayers()) {
        const auto columns = columns_of(header_of(*layer), mapping, layer->GetGeomType() != wkbNone);
        if (!columns) {
            refused = columns.problem();
            refused->source = fmt::format("{} ({})", path.filename().string(), layer->GetName());
            continue;
        }
        RowReader rows(*columns, path.filename().string(), options, sink);
        read_layer(*layer, rows);
        read = true;
    }
    return read ? std::nullopt : refused;
}

} // namespace cityweave::ingest
