#include "atlas/gpkg_table.hpp"

#include "base/error.hpp"

#include <fmt/format.h>

#include <cpl_conv.h>
#include <cpl_error.h>
#include <cpl_string.h>
#include <gdal.h>
#include <mutex>
#include <ogr_api.h>
#include <ogr_srs_api.h>
#include <ogrsf_frmts.h>
#include <system_error>
#include <type_traits>

namespace cityweave::atlas {

namespace {

using geo::LonLat;

/// While it lives, this thread's calls of GDAL print nothing, stamp a fixed date, and their first failure is kept.
class GdalSession {
public:
    GdalSession() : former_options_(CPLGetThreadLocalConfigOptions()) {
        CPLPushErrorHandlerEx(&GdalSession::note, this);
        // gpkg_contents.last_change: the same atlas must give the same bytes.
        CPLSetThreadLocalConfigOption("OGR_CURRENT_DATE", "1970-01-01T00:00:00.000Z");
        // The file is written aside and synced whole; a journal would only leave side files behind.
        CPLSetThreadLocalConfigOption("OGR_SQLITE_JOURNAL", "OFF");
        CPLSetThreadLocalConfigOption("OGR_SQLITE_SYNCHRONOUS", "OFF");
        static std::once_flag registered; // registering twice at once is a race inside the library
        std::call_once(registered, RegisterOGRGeoPackage);
    }
    ~GdalSession() {
        CPLSetThreadLocalConfigOptions(former_options_);
        CSLDestroy(former_options_);
        CPLPopErrorHandler();
    }
    GdalSession(const GdalSession&) = delete;
    GdalSession& operator=(const GdalSession&) = delete;

    [[nodiscard]] bool failed() const noexcept { return !failure_.empty(); }
    [[nodiscard]] std::string failure() const { return failure_.empty() ? "unknown failure" : failure_; }

private:
    static void note(CPLErr severity, CPLErrorNum /*number*/, const char* message) {
        auto& self = *static_cast<GdalSession*>(CPLGetErrorHandlerUserData());
        if (severity >= CE_Failure && self.failure_.empty()) self.failure_ = message;
    }

    char** former_options_;
    std::string failure_;
};

struct DatasetCloser {
    void operator()(void* dataset) const { GDALClose(dataset); }
};
struct FeatureDestroyer {
    void operator()(void* feature) const { OGR_F_Destroy(static_cast<OGRFeatureH>(feature)); }
};
struct ReferenceReleaser {
    void operator()(void* reference) const { OSRRelease(static_cast<OGRSpatialReferenceH>(reference)); }
};
using Dataset = std::unique_ptr<void, DatasetCloser>;
using Feature = std::unique_ptr<std::remove_pointer_t<OGRFeatureH>, FeatureDestroyer>;
using Reference = std::unique_ptr<std::remove_pointer_t<OGRSpatialReferenceH>, ReferenceReleaser>;

Reference wgs84() {
    Reference reference(OSRNewSpatialReference(nullptr));
    OSRImportFromEPSG(reference.get(), 4326);
    OSRSetAxisMappingStrategy(reference.get(), OAMS_TRADITIONAL_GIS_ORDER); // x is the longitude
    return reference;
}

OGRwkbGeometryType library_type(GpkgGeometry geometry) {
    if (geometry == GpkgGeometry::none) return wkbNone;
    return geometry == GpkgGeometry::point ? wkbPoint : wkbLineString;
}

OGRFieldType library_type(GpkgColumn column) {
    switch (column) {
    case GpkgColumn::text: return OFTString;
    case GpkgColumn::real: return OFTReal;
    case GpkgColumn::flag: return OFTInteger;
    default: return OFTInteger64;
    }
}

} // namespace

// ------------------------------------------------------------------------------------------------ the file

struct GpkgFile::Handles {
    explicit Handles(std::string file_name) : name(std::move(file_name)) {}
    std::string name;
    GdalSession session; // outlives the dataset, whose closing may fail too
    Dataset dataset;
};

GpkgFile::GpkgFile(std::unique_ptr<Handles> handles) : handles_(std::move(handles)) {}
GpkgFile::GpkgFile(GpkgFile&&) noexcept = default;
GpkgFile::~GpkgFile() = default;

GpkgFile GpkgFile::create(const std::filesystem::path& path, std::string name) {
    auto handles = std::make_unique<Handles>(std::move(name));
    handles->dataset.reset(GDALCreate(GDALGetDriverByName("GPKG"), path.c_str(), 0, 0, 0, GDT_Unknown, nullptr));
    if (!handles->dataset) throw base::IoError(fmt::format("{}: cannot be written: {}", handles->name, handles->session.failure()));
    GDALDatasetStartTransaction(handles->dataset.get(), FALSE); // one for all tables: a hundred times faster
    return GpkgFile(std::move(handles));
}

GpkgFile GpkgFile::open(const std::filesystem::path& path) {
    std::error_code error;
    if (!std::filesystem::is_regular_file(path, error)) throw base::IoError(fmt::format("{}: no such file", path.string()));
    auto handles = std::make_unique<Handles>(path.string());
    const char* drivers[] = {"GPKG", nullptr};
    handles->dataset.reset(GDALOpenEx(path.c_str(), GDAL_OF_VECTOR | GDAL_OF_READONLY | GDAL_OF_VERBOSE_ERROR, drivers, nullptr, nullptr));
    if (!handles->dataset)
        throw base::FormatError(fmt::format("{}: cannot be read as a GeoPackage: {}", handles->name, handles->session.failure()));
    return GpkgFile(std::move(handles));
}

const std::string& GpkgFile::name() const noexcept {
    return handles_->name;
}

void GpkgFile::close() {
    const GdalSession& session = handles_->session;
    if (!session.failed()) GDALDatasetCommitTransaction(handles_->dataset.get());
    handles_->dataset.reset();
    if (session.failed()) throw base::IoError(fmt::format("{}: cannot be written: {}", name(), session.failure()));
}

void GpkgFile::check_read() const {
    const GdalSession& session = handles_->session;
    if (session.failed()) throw base::FormatError(fmt::format("{}: cannot be read to its end: {}", name(), session.failure()));
}

// ------------------------------------------------------------------------------------------------ writing

struct GpkgTableWriter::Layer {
    OGRLayerH handle = nullptr; // null after a failure, which the session keeps: then nothing more is written
    Feature row{};
    int next = 0;

    template <class Setter>
    void set(Setter setter) {
        if (handle != nullptr) setter(row.get(), next++);
    }
    void finish(OGRGeometryH geometry) {
        if (handle == nullptr) return OGR_G_DestroyGeometry(geometry);
        if (geometry != nullptr) OGR_F_SetGeometryDirectly(row.get(), geometry);
        if (OGR_L_CreateFeature(handle, row.get()) != OGRERR_NONE) CPLError(CE_Failure, CPLE_AppDefined, "a row was refused");
    }
};

GpkgTableWriter::GpkgTableWriter(GpkgFile& file, const Shape& shape, std::initializer_list<std::pair<const char*, GpkgColumn>> columns)
    : layer_(std::make_unique<Layer>()) {
    const std::string fid = fmt::format("FID={}", shape.id_column);
    const std::string description = fmt::format("DESCRIPTION={}", shape.description);
    char** options = CSLAddString(CSLAddString(nullptr, fid.c_str()), description.c_str());
    const auto reference = shape.geometry == GpkgGeometry::none ? Reference() : wgs84();
    layer_->handle =
        GDALDatasetCreateLayer(file.handles_->dataset.get(), shape.name, reference.get(), library_type(shape.geometry), options);
    CSLDestroy(options);
    if (layer_->handle == nullptr) return;
    for (const auto& [name, type] : columns) {
        OGRFieldDefnH definition = OGR_Fld_Create(name, library_type(type));
        if (type == GpkgColumn::flag) OGR_Fld_SetSubType(definition, OFSTBoolean);
        OGR_L_CreateField(layer_->handle, definition, 0);
        OGR_Fld_Destroy(definition);
    }
}

GpkgTableWriter::~GpkgTableWriter() = default;

GpkgTableWriter& GpkgTableWriter::begin(std::int64_t id) {
    if (layer_->handle == nullptr) return *this;
    layer_->row.reset(OGR_F_Create(OGR_L_GetLayerDefn(layer_->handle)));
    OGR_F_SetFID(layer_->row.get(), id);
    layer_->next = 0;
    return *this;
}

GpkgTableWriter& GpkgTableWriter::text(const std::string& value) {
    layer_->set([&](OGRFeatureH row, int i) { OGR_F_SetFieldString(row, i, value.c_str()); });
    return *this;
}

GpkgTableWriter& GpkgTableWriter::integer(std::int64_t value) {
    layer_->set([&](OGRFeatureH row, int i) { OGR_F_SetFieldInteger64(row, i, value); });
    return *this;
}

GpkgTableWriter& GpkgTableWriter::real(double value) {
    layer_->set([&](OGRFeatureH row, int i) { OGR_F_SetFieldDouble(row, i, value); });
    return *this;
}

GpkgTableWriter& GpkgTableWriter::flag(bool value) {
    return integer(value ? 1 : 0);
}

void GpkgTableWriter::end() {
    layer_->finish(nullptr);
}

void GpkgTableWriter::end_at(LonLat position) {
    OGRGeometryH point = OGR_G_CreateGeometry(wkbPoint);
    OGR_G_SetPoint_2D(point, 0, position.lon(), position.lat());
    layer_->finish(point);
}

void GpkgTableWriter::end_along(const geo::Line<LonLat>& line) {
    OGRGeometryH curve = OGR_G_CreateGeometry(wkbLineString);
    for (const LonLat p : line) OGR_G_AddPoint_2D(curve, p.lon(), p.lat());
    layer_->finish(curve);
}

// ------------------------------------------------------------------------------------------------ reading

struct GpkgTableReader::Layer {
    std::string file;
    const char* name;
    OGRLayerH handle;
    Feature row{};

    [[nodiscard]] int index(const char* column) const {
        const int i = OGR_F_GetFieldIndex(row.get(), column);
        if (i < 0) throw base::FormatError(fmt::format("{}: table \"{}\" has no column \"{}\"", file, name, column));
        return i;
    }
};

GpkgTableReader::GpkgTableReader(GpkgFile& file, const char* name)
    : layer_(new Layer{.file = file.name(), .name = name, .handle = GDALDatasetGetLayerByName(file.handles_->dataset.get(), name)}) {
    if (layer_->handle == nullptr)
        throw base::FormatError(fmt::format("{}: no table \"{}\"; expected an atlas made by Cityweave", file.name(), name));
    OGR_L_ResetReading(layer_->handle);
}

GpkgTableReader::GpkgTableReader(GpkgTableReader&&) noexcept = default;
GpkgTableReader::~GpkgTableReader() = default;

bool GpkgTableReader::next() {
    layer_->row.reset(OGR_L_GetNextFeature(layer_->handle));
    return layer_->row != nullptr;
}

std::int64_t GpkgTableReader::id() const {
    return OGR_F_GetFID(layer_->row.get());
}

std::string GpkgTableReader::text(const char* column) const {
    return OGR_F_GetFieldAsString(layer_->row.get(), layer_->index(column));
}

std::int64_t GpkgTableReader::integer(const char* column) const {
    return OGR_F_GetFieldAsInteger64(layer_->row.get(), layer_->index(column));
}

double GpkgTableReader::real(const char* column) const {
    return OGR_F_GetFieldAsDouble(layer_->row.get(), layer_->index(column));
}

base::Json GpkgTableReader::json(const char* column) const {
    auto value = base::parse_json(text(column));
    if (!value) fail(fmt::format("{} in column \"{}\"", value.problem().found, column), "JSON");
    return std::move(value).value();
}

LonLat GpkgTableReader::position() const {
    OGRGeometryH point = OGR_F_GetGeometryRef(layer_->row.get());
    if (point == nullptr || wkbFlatten(OGR_G_GetGeometryType(point)) != wkbPoint || OGR_G_IsEmpty(point) != 0) fail("no point", "a point");
    const auto position = LonLat::from_degrees({.lon = OGR_G_GetX(point, 0), .lat = OGR_G_GetY(point, 0)});
    if (!position) fail(position.problem().found, position.problem().expected);
    return *position;
}

geo::Line<LonLat> GpkgTableReader::line() const {
    OGRGeometryH curve = OGR_F_GetGeometryRef(layer_->row.get());
    if (curve == nullptr || wkbFlatten(OGR_G_GetGeometryType(curve)) != wkbLineString) fail("no line", "a line");
    geo::Line<LonLat> line;
    for (int i = 0; i < OGR_G_GetPointCount(curve); ++i) {
        const auto position = LonLat::from_degrees({.lon = OGR_G_GetX(curve, i), .lat = OGR_G_GetY(curve, i)});
        if (!position) fail(position.problem().found, position.problem().expected);
        line.push_back(*position);
    }
    return line;
}

void GpkgTableReader::fail(const std::string& found, const std::string& expected) const {
    throw base::FormatError(
        fmt::format("{}: table \"{}\", row {}: found {}, expected {}", layer_->file, layer_->name, id(), found, expected));
}

} // namespace cityweave::atlas
