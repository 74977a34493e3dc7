#include "ingest/gdal_source.hpp"

#include "base/error.hpp"
#include "base/shared_library.hpp"
#include "base/unicode.hpp"
#include "ingest/table.hpp"

#include <cpl_conv.h>
#include <cpl_error.h>
#include <cpl_string.h>
#include <cpl_vsi.h>
#include <gdal.h>
#include <ogr_api.h>
#include <ogr_srs_api.h>

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <memory>
#include <mutex>
#include <type_traits>

namespace cityweave::ingest {

namespace {

/// What is used of the library, which is opened with the first file.
struct Gdal {
    base::SharedLibrary library = base::SharedLibrary::open(CITYWEAVE_GDAL_NAME);
    decltype(&::CPLErrorReset) CPLErrorReset = library.function<decltype(::CPLErrorReset)>("CPLErrorReset");
    decltype(&::CPLGetLastErrorMsg) CPLGetLastErrorMsg = library.function<decltype(::CPLGetLastErrorMsg)>("CPLGetLastErrorMsg");
    decltype(&::CPLGetLastErrorType) CPLGetLastErrorType = library.function<decltype(::CPLGetLastErrorType)>("CPLGetLastErrorType");
    decltype(&::CPLPopErrorHandler) CPLPopErrorHandler = library.function<decltype(::CPLPopErrorHandler)>("CPLPopErrorHandler");
    decltype(&::CPLPushErrorHandler) CPLPushErrorHandler = library.function<decltype(::CPLPushErrorHandler)>("CPLPushErrorHandler");
    decltype(&::CPLQuietErrorHandler) CPLQuietErrorHandler = library.function<decltype(::CPLQuietErrorHandler)>("CPLQuietErrorHandler");
    decltype(&::CPLSetConfigOption) CPLSetConfigOption = library.function<decltype(::CPLSetConfigOption)>("CPLSetConfigOption");
    decltype(&::CSLDestroy) CSLDestroy = library.function<decltype(::CSLDestroy)>("CSLDestroy");
    decltype(&::GDALAllRegister) GDALAllRegister = library.function<decltype(::GDALAllRegister)>("GDALAllRegister");
    decltype(&::GDALClose) GDALClose = library.function<decltype(::GDALClose)>("GDALClose");
    decltype(&::GDALDatasetGetLayer) GDALDatasetGetLayer = library.function<decltype(::GDALDatasetGetLayer)>("GDALDatasetGetLayer");
    decltype(&::GDALDatasetGetLayerCount) GDALDatasetGetLayerCount =
        library.function<decltype(::GDALDatasetGetLayerCount)>("GDALDatasetGetLayerCount");
    decltype(&::GDALIdentifyDriverEx) GDALIdentifyDriverEx = library.function<decltype(::GDALIdentifyDriverEx)>("GDALIdentifyDriverEx");
    decltype(&::GDALOpenEx) GDALOpenEx = library.function<decltype(::GDALOpenEx)>("GDALOpenEx");
    decltype(&::OCTDestroyCoordinateTransformation) OCTDestroyCoordinateTransformation =
        library.function<decltype(::OCTDestroyCoordinateTransformation)>("OCTDestroyCoordinateTransformation");
    decltype(&::OCTNewCoordinateTransformation) OCTNewCoordinateTransformation =
        library.function<decltype(::OCTNewCoordinateTransformation)>("OCTNewCoordinateTransformation");
    decltype(&::OCTTransform) OCTTransform = library.function<decltype(::OCTTransform)>("OCTTransform");
    decltype(&::OGR_FD_GetFieldCount) OGR_FD_GetFieldCount = library.function<decltype(::OGR_FD_GetFieldCount)>("OGR_FD_GetFieldCount");
    decltype(&::OGR_FD_GetFieldDefn) OGR_FD_GetFieldDefn = library.function<decltype(::OGR_FD_GetFieldDefn)>("OGR_FD_GetFieldDefn");
    decltype(&::OGR_F_Destroy) OGR_F_Destroy = library.function<decltype(::OGR_F_Destroy)>("OGR_F_Destroy");
    decltype(&::OGR_F_GetFID) OGR_F_GetFID = library.function<decltype(::OGR_F_GetFID)>("OGR_F_GetFID");
    decltype(&::OGR_F_GetFieldAsString) OGR_F_GetFieldAsString =
        library.function<decltype(::OGR_F_GetFieldAsString)>("OGR_F_GetFieldAsString");
    decltype(&::OGR_F_GetGeometryRef) OGR_F_GetGeometryRef = library.function<decltype(::OGR_F_GetGeometryRef)>("OGR_F_GetGeometryRef");
    decltype(&::OGR_F_IsFieldSetAndNotNull) OGR_F_IsFieldSetAndNotNull =
        library.function<decltype(::OGR_F_IsFieldSetAndNotNull)>("OGR_F_IsFieldSetAndNotNull");
    decltype(&::OGR_Fld_GetNameRef) OGR_Fld_GetNameRef = library.function<decltype(::OGR_Fld_GetNameRef)>("OGR_Fld_GetNameRef");
    decltype(&::OGR_GT_Flatten) OGR_GT_Flatten = library.function<decltype(::OGR_GT_Flatten)>("OGR_GT_Flatten");
    decltype(&::OGR_G_Centroid) OGR_G_Centroid = library.function<decltype(::OGR_G_Centroid)>("OGR_G_Centroid");
    decltype(&::OGR_G_CreateGeometry) OGR_G_CreateGeometry = library.function<decltype(::OGR_G_CreateGeometry)>("OGR_G_CreateGeometry");
    decltype(&::OGR_G_DestroyGeometry) OGR_G_DestroyGeometry = library.function<decltype(::OGR_G_DestroyGeometry)>("OGR_G_DestroyGeometry");
    decltype(&::OGR_G_GetGeometryType) OGR_G_GetGeometryType = library.function<decltype(::OGR_G_GetGeometryType)>("OGR_G_GetGeometryType");
    decltype(&::OGR_G_GetX) OGR_G_GetX = library.function<decltype(::OGR_G_GetX)>("OGR_G_GetX");
    decltype(&::OGR_G_GetY) OGR_G_GetY = library.function<decltype(::OGR_G_GetY)>("OGR_G_GetY");
    decltype(&::OGR_G_IsEmpty) OGR_G_IsEmpty = library.function<decltype(::OGR_G_IsEmpty)>("OGR_G_IsEmpty");
    decltype(&::OGR_G_PointOnSurface) OGR_G_PointOnSurface = library.function<decltype(::OGR_G_PointOnSurface)>("OGR_G_PointOnSurface");
    decltype(&::OGR_L_GetGeomType) OGR_L_GetGeomType = library.function<decltype(::OGR_L_GetGeomType)>("OGR_L_GetGeomType");
    decltype(&::OGR_L_GetLayerDefn) OGR_L_GetLayerDefn = library.function<decltype(::OGR_L_GetLayerDefn)>("OGR_L_GetLayerDefn");
    decltype(&::OGR_L_GetName) OGR_L_GetName = library.function<decltype(::OGR_L_GetName)>("OGR_L_GetName");
    decltype(&::OGR_L_GetNextFeature) OGR_L_GetNextFeature = library.function<decltype(::OGR_L_GetNextFeature)>("OGR_L_GetNextFeature");
    decltype(&::OGR_L_GetSpatialRef) OGR_L_GetSpatialRef = library.function<decltype(::OGR_L_GetSpatialRef)>("OGR_L_GetSpatialRef");
    decltype(&::OGR_L_ResetReading) OGR_L_ResetReading = library.function<decltype(::OGR_L_ResetReading)>("OGR_L_ResetReading");
    decltype(&::OSRClone) OSRClone = library.function<decltype(::OSRClone)>("OSRClone");
    decltype(&::OSRDestroySpatialReference) OSRDestroySpatialReference =
        library.function<decltype(::OSRDestroySpatialReference)>("OSRDestroySpatialReference");
    decltype(&::OSRImportFromEPSG) OSRImportFromEPSG = library.function<decltype(::OSRImportFromEPSG)>("OSRImportFromEPSG");
    decltype(&::OSRNewSpatialReference) OSRNewSpatialReference =
        library.function<decltype(::OSRNewSpatialReference)>("OSRNewSpatialReference");
    decltype(&::OSRSetAxisMappingStrategy) OSRSetAxisMappingStrategy =
        library.function<decltype(::OSRSetAxisMappingStrategy)>("OSRSetAxisMappingStrategy");
    decltype(&::VSIReadDirRecursive) VSIReadDirRecursive = library.function<decltype(::VSIReadDirRecursive)>("VSIReadDirRecursive");
};

const Gdal& gdal() {
    static const Gdal opened;
    return opened;
}

/// GDAL's errors become ours: nothing is printed while this lives.
class QuietErrors {
public:
    QuietErrors() { gdal().CPLPushErrorHandler(gdal().CPLQuietErrorHandler); }
    ~QuietErrors() { gdal().CPLPopErrorHandler(); }
    QuietErrors(const QuietErrors&) = delete;
    QuietErrors& operator=(const QuietErrors&) = delete;
};

/// Gives back what the library made, by the function of it that does.
template <auto destroy>
struct Returner {
    template <class Handle>
    void operator()(Handle* handle) const {
        (gdal().*destroy)(handle);
    }
};
template <class Handle, auto destroy>
using Owned = std::unique_ptr<std::remove_pointer_t<Handle>, Returner<destroy>>;

using Dataset = Owned<GDALDatasetH, &Gdal::GDALClose>;
using Feature = Owned<OGRFeatureH, &Gdal::OGR_F_Destroy>;
using Geometry = Owned<OGRGeometryH, &Gdal::OGR_G_DestroyGeometry>;
using Reference = Owned<OGRSpatialReferenceH, &Gdal::OSRDestroySpatialReference>;
using Transformation = Owned<OGRCoordinateTransformationH, &Gdal::OCTDestroyCoordinateTransformation>;
using Names = Owned<char**, &Gdal::CSLDestroy>;

/// From a layer's coordinates to longitude and latitude.
struct ToWgs84 {
    bool named = false;         ///< the layer names a reference system
    Transformation transform{}; ///< none where it is not named, or PROJ knows no way
    [[nodiscard]] bool possible() const { return !named || transform; }
};

ToWgs84 to_wgs84(OGRLayerH layer) {
    OGRSpatialReferenceH from = gdal().OGR_L_GetSpatialRef(layer);
    if (!from) return {};
    const Reference source(gdal().OSRClone(from));
    gdal().OSRSetAxisMappingStrategy(source.get(), OAMS_TRADITIONAL_GIS_ORDER);
    const Reference target(gdal().OSRNewSpatialReference(nullptr));
    gdal().OSRImportFromEPSG(target.get(), 4326);
    gdal().OSRSetAxisMappingStrategy(target.get(), OAMS_TRADITIONAL_GIS_ORDER);
    return {.named = true, .transform = Transformation(gdal().OCTNewCoordinateTransformation(source.get(), target.get()))};
}

OGRwkbGeometryType type_of(OGRGeometryH geometry) {
    return gdal().OGR_GT_Flatten(gdal().OGR_G_GetGeometryType(geometry));
}

struct Point {
    double x;
    double y;
};

/// None of an empty geometry.
std::optional<Point> coordinates_of(OGRGeometryH point) {
    if (gdal().OGR_G_IsEmpty(point) != 0) return std::nullopt;
    return Point{.x = gdal().OGR_G_GetX(point, 0), .y = gdal().OGR_G_GetY(point, 0)};
}

/// A point that stands for the geometry: itself, or one on it.
std::optional<Point> representative(OGRGeometryH geometry) {
    const auto type = type_of(geometry);
    if (gdal().OGR_G_IsEmpty(geometry) != 0) return std::nullopt;
    if (type == wkbPoint) return coordinates_of(geometry);
    if (type == wkbPolygon || type == wkbMultiPolygon) {
        const Geometry inside(gdal().OGR_G_PointOnSurface(geometry));
        if (inside && type_of(inside.get()) == wkbPoint)
            if (const auto point = coordinates_of(inside.get())) return point;
    }
    const Geometry centre(gdal().OGR_G_CreateGeometry(wkbPoint));
    if (gdal().OGR_G_Centroid(geometry, centre.get()) != OGRERR_NONE) return std::nullopt;
    return coordinates_of(centre.get());
}

base::Problem no_position(std::string found, std::string expected) {
    return {.code = "feature-position", .found = std::move(found), .expected = std::move(expected)};
}

/// Where the feature is, or why nobody knows.
base::Result<geo::LonLat> position_of(OGRFeatureH feature, const ToWgs84& way) {
    OGRGeometryH geometry = gdal().OGR_F_GetGeometryRef(feature);
    const auto point = geometry ? representative(geometry) : std::nullopt;
    if (!point) return no_position(geometry ? "an empty geometry" : "no geometry", "a point, line or area");
    double x = point->x;
    double y = point->y;
    const auto found = fmt::format("{} {}", x, y);
    if (!way.possible() || (way.transform && gdal().OCTTransform(way.transform.get(), 1, &x, &y, nullptr) == 0))
        return no_position(found, "coordinates that can be transformed to longitude and latitude");
    auto position = geo::LonLat::from_degrees({.lon = x, .lat = y});
    if (position) return position;
    auto problem = position.problem();
    if (!way.named) problem.expected += ", as the layer names no reference system";
    return problem;
}

std::vector<std::string> header_of(OGRLayerH layer) {
    OGRFeatureDefnH definition = gdal().OGR_L_GetLayerDefn(layer);
    std::vector<std::string> header;
    for (int i = 0; i < gdal().OGR_FD_GetFieldCount(definition); ++i)
        header.emplace_back(gdal().OGR_Fld_GetNameRef(gdal().OGR_FD_GetFieldDefn(definition, i)));
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
    OGRLayerH layer;
    const std::string& source;
    bool has_partners; ///< then a feature without a geometry is a row as any other
    Sink& sink;
};

int id_of(OGRFeatureH feature) {
    return static_cast<int>(std::clamp<GIntBig>(gdal().OGR_F_GetFID(feature), 0, std::numeric_limits<int>::max()));
}

/// Tells what is wrong with a position, with the feature's id.
std::optional<geo::LonLat> told_position(const LayerReading& reading, OGRFeatureH feature, const ToWgs84& way) {
    const auto position = position_of(feature, way);
    if (position) return *position;
    if (reading.has_partners && !gdal().OGR_F_GetGeometryRef(feature)) return std::nullopt;
    auto problem = position.problem();
    problem.source = reading.source;
    problem.line = id_of(feature);
    reading.sink.report().add(std::move(problem));
    return std::nullopt;
}

/// The next feature; throws where the file breaks off.
Feature next_feature(const LayerReading& reading) {
    gdal().CPLErrorReset();
    Feature feature(gdal().OGR_L_GetNextFeature(reading.layer));
    if (!feature && gdal().CPLGetLastErrorType() >= CE_Failure)
        throw base::IoError(fmt::format("{}: cannot be read to its end: {}", reading.source, gdal().CPLGetLastErrorMsg()));
    return feature;
}

void read_layer(const LayerReading& reading, RowReader& rows) {
    const auto way = to_wgs84(reading.layer);
    const bool has_geometry = gdal().OGR_L_GetGeomType(reading.layer) != wkbNone;
    const int fields = gdal().OGR_FD_GetFieldCount(gdal().OGR_L_GetLayerDefn(reading.layer));
    std::vector<std::string> texts(static_cast<std::size_t>(fields));
    std::vector<std::string_view> row(texts.size());
    gdal().OGR_L_ResetReading(reading.layer);
    while (const auto feature = next_feature(reading)) {
        for (int i = 0; i < fields; ++i) {
            auto& text = texts[static_cast<std::size_t>(i)];
            text = gdal().OGR_F_IsFieldSetAndNotNull(feature.get(), i) != 0 ? gdal().OGR_F_GetFieldAsString(feature.get(), i) : "";
            row[static_cast<std::size_t>(i)] = text;
        }
        const auto position = has_geometry ? told_position(reading, feature.get(), way) : std::nullopt;
        rows.add({.fields = row, .line = id_of(feature.get()), .position = position});
    }
}

void register_drivers() {
    static std::once_flag registered;
    std::call_once(registered, [] {
        gdal().GDALAllRegister();
        // The first row of a spreadsheet names its columns, even where all columns are text.
        for (const char* option : {"OGR_XLSX_HEADERS", "OGR_ODS_HEADERS", "OGR_XLS_HEADERS"}) gdal().CPLSetConfigOption(option, "FORCE");
    });
}

Dataset opened(const std::string& name) {
    return Dataset(gdal().GDALOpenEx(name.c_str(), GDAL_OF_VECTOR | GDAL_OF_READONLY, nullptr, nullptr, nullptr));
}

/// The datasets of a file: one, or what a ZIP archive holds.
std::vector<Dataset> opened_datasets(const std::filesystem::path& path) {
    std::vector<Dataset> datasets;
    const auto add = [&](const std::string& name) {
        auto dataset = opened(name);
        if (dataset) datasets.push_back(std::move(dataset));
        return !datasets.empty();
    };
    const auto inside = "/vsizip/" + std::filesystem::absolute(path).string();
    if (add(path.string()) || base::to_lower(path.extension().string()) != ".zip" || add(inside)) return datasets;
    const Names names(gdal().VSIReadDirRecursive(inside.c_str()));
    for (char** name = names.get(); name != nullptr && *name != nullptr; ++name) add(inside + '/' + *name);
    return datasets;
}

/// Reads those layers of a file's datasets that have usable columns.
class LayersReader {
public:
    LayersReader(std::string source, std::string_view mapping, const ExtractOptions& options, Sink& sink)
        : source_(std::move(source)), mapping_(mapping), options_(options), sink_(sink) {}

    void read(GDALDatasetH dataset) {
        for (int i = 0; i < gdal().GDALDatasetGetLayerCount(dataset); ++i) {
            OGRLayerH layer = gdal().GDALDatasetGetLayer(dataset, i);
            const auto columns = columns_of(header_of(layer), mapping_, gdal().OGR_L_GetGeomType(layer) != wkbNone);
            if (!columns) {
                refused_ = columns.problem();
                refused_->source = fmt::format("{} ({})", source_, gdal().OGR_L_GetName(layer));
                continue;
            }
            RowReader rows(*columns, source_, options_, sink_);
            read_layer({.layer = layer, .source = source_, .has_partners = columns->has_partners(), .sink = sink_}, rows);
            read_any_ = true;
        }
    }

    [[nodiscard]] bool read_any() const { return read_any_; }
    /// Why the last of the layers left out was left out.
    [[nodiscard]] const std::optional<base::Problem>& refused() const { return refused_; }

private:
    std::string source_;
    std::string_view mapping_;
    const ExtractOptions& options_;
    Sink& sink_;
    bool read_any_ = false;
    std::optional<base::Problem> refused_;
};

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
    return gdal().GDALIdentifyDriverEx(path.c_str(), GDAL_OF_VECTOR, nullptr, nullptr) != nullptr;
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
        throw base::IoError(fmt::format("{}: no vector file that GDAL can read: {}", path.string(), gdal().CPLGetLastErrorMsg()));
    LayersReader layers(file_name_of(path), mapping, options, sink);
    for (const auto& dataset : datasets) layers.read(dataset.get());
    if (!layers.read_any()) return layers.refused();
    if (layers.refused()) sink.report().add(*layers.refused());
    return std::nullopt;
}

} // namespace cityweave::ingest
