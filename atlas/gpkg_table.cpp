#include "atlas/gpkg_table.hpp"

#include "base/error.hpp"
#include "base/shared_library.hpp"

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

/// What is used of the library, which is opened with the first file.
struct Gdal {
    base::SharedLibrary library = base::SharedLibrary::open(CITYWEAVE_GDAL_NAME);
    decltype(&::CPLError) CPLError = library.function<decltype(::CPLError)>("CPLError");
    decltype(&::CPLGetErrorHandlerUserData) CPLGetErrorHandlerUserData =
        library.function<decltype(::CPLGetErrorHandlerUserData)>("CPLGetErrorHandlerUserData");
    decltype(&::CPLGetThreadLocalConfigOptions) CPLGetThreadLocalConfigOptions =
        library.function<decltype(::CPLGetThreadLocalConfigOptions)>("CPLGetThreadLocalConfigOptions");
    decltype(&::CPLPopErrorHandler) CPLPopErrorHandler = library.function<decltype(::CPLPopErrorHandler)>("CPLPopErrorHandler");
    decltype(&::CPLPushErrorHandlerEx) CPLPushErrorHandlerEx = library.function<decltype(::CPLPushErrorHandlerEx)>("CPLPushErrorHandlerEx");
    decltype(&::CPLSetThreadLocalConfigOption) CPLSetThreadLocalConfigOption =
        library.function<decltype(::CPLSetThreadLocalConfigOption)>("CPLSetThreadLocalConfigOption");
    decltype(&::CPLSetThreadLocalConfigOptions) CPLSetThreadLocalConfigOptions =
        library.function<decltype(::CPLSetThreadLocalConfigOptions)>("CPLSetThreadLocalConfigOptions");
    decltype(&::CSLAddString) CSLAddString = library.function<decltype(::CSLAddString)>("CSLAddString");
    decltype(&::CSLDestroy) CSLDestroy = library.function<decltype(::CSLDestroy)>("CSLDestroy");
    decltype(&::GDALClose) GDALClose = library.function<decltype(::GDALClose)>("GDALClose");
    decltype(&::GDALCreate) GDALCreate = library.function<decltype(::GDALCreate)>("GDALCreate");
    decltype(&::GDALDatasetCommitTransaction) GDALDatasetCommitTransaction =
        library.function<decltype(::GDALDatasetCommitTransaction)>("GDALDatasetCommitTransaction");
    decltype(&::GDALDatasetCreateLayer) GDALDatasetCreateLayer =
        library.function<decltype(::GDALDatasetCreateLayer)>("GDALDatasetCreateLayer");
    decltype(&::GDALDatasetGetLayerByName) GDALDatasetGetLayerByName =
        library.function<decltype(::GDALDatasetGetLayerByName)>("GDALDatasetGetLayerByName");
    decltype(&::GDALDatasetStartTransaction) GDALDatasetStartTransaction =
        library.function<decltype(::GDALDatasetStartTransaction)>("GDALDatasetStartTransaction");
    decltype(&::GDALGetDriverByName) GDALGetDriverByName = library.function<decltype(::GDALGetDriverByName)>("GDALGetDriverByName");
    decltype(&::GDALOpenEx) GDALOpenEx = library.function<decltype(::GDALOpenEx)>("GDALOpenEx");
    decltype(&::OGR_F_Create) OGR_F_Create = library.function<decltype(::OGR_F_Create)>("OGR_F_Create");
    decltype(&::OGR_F_Destroy) OGR_F_Destroy = library.function<decltype(::OGR_F_Destroy)>("OGR_F_Destroy");
    decltype(&::OGR_F_GetFID) OGR_F_GetFID = library.function<decltype(::OGR_F_GetFID)>("OGR_F_GetFID");
    decltype(&::OGR_F_GetFieldAsDouble) OGR_F_GetFieldAsDouble =
        library.function<decltype(::OGR_F_GetFieldAsDouble)>("OGR_F_GetFieldAsDouble");
    decltype(&::OGR_F_GetFieldAsInteger64) OGR_F_GetFieldAsInteger64 =
        library.function<decltype(::OGR_F_GetFieldAsInteger64)>("OGR_F_GetFieldAsInteger64");
    decltype(&::OGR_F_GetFieldAsString) OGR_F_GetFieldAsString =
        library.function<decltype(::OGR_F_GetFieldAsString)>("OGR_F_GetFieldAsString");
    decltype(&::OGR_F_GetFieldIndex) OGR_F_GetFieldIndex = library.function<decltype(::OGR_F_GetFieldIndex)>("OGR_F_GetFieldIndex");
    decltype(&::OGR_F_GetGeometryRef) OGR_F_GetGeometryRef = library.function<decltype(::OGR_F_GetGeometryRef)>("OGR_F_GetGeometryRef");
    decltype(&::OGR_F_SetFID) OGR_F_SetFID = library.function<decltype(::OGR_F_SetFID)>("OGR_F_SetFID");
    decltype(&::OGR_F_SetFieldDouble) OGR_F_SetFieldDouble = library.function<decltype(::OGR_F_SetFieldDouble)>("OGR_F_SetFieldDouble");
    decltype(&::OGR_F_SetFieldInteger64) OGR_F_SetFieldInteger64 =
        library.function<decltype(::OGR_F_SetFieldInteger64)>("OGR_F_SetFieldInteger64");
    decltype(&::OGR_F_SetFieldString) OGR_F_SetFieldString = library.function<decltype(::OGR_F_SetFieldString)>("OGR_F_SetFieldString");
    decltype(&::OGR_F_SetGeometryDirectly) OGR_F_SetGeometryDirectly =
        library.function<decltype(::OGR_F_SetGeometryDirectly)>("OGR_F_SetGeometryDirectly");
    decltype(&::OGR_Fld_Create) OGR_Fld_Create = library.function<decltype(::OGR_Fld_Create)>("OGR_Fld_Create");
    decltype(&::OGR_Fld_Destroy) OGR_Fld_Destroy = library.function<decltype(::OGR_Fld_Destroy)>("OGR_Fld_Destroy");
    decltype(&::OGR_Fld_SetSubType) OGR_Fld_SetSubType = library.function<decltype(::OGR_Fld_SetSubType)>("OGR_Fld_SetSubType");
    decltype(&::OGR_GT_Flatten) OGR_GT_Flatten = library.function<decltype(::OGR_GT_Flatten)>("OGR_GT_Flatten");
    decltype(&::OGR_G_AddPoint_2D) OGR_G_AddPoint_2D = library.function<decltype(::OGR_G_AddPoint_2D)>("OGR_G_AddPoint_2D");
    decltype(&::OGR_G_CreateGeometry) OGR_G_CreateGeometry = library.function<decltype(::OGR_G_CreateGeometry)>("OGR_G_CreateGeometry");
    decltype(&::OGR_G_DestroyGeometry) OGR_G_DestroyGeometry = library.function<decltype(::OGR_G_DestroyGeometry)>("OGR_G_DestroyGeometry");
    decltype(&::OGR_G_GetGeometryType) OGR_G_GetGeometryType = library.function<decltype(::OGR_G_GetGeometryType)>("OGR_G_GetGeometryType");
    decltype(&::OGR_G_GetPointCount) OGR_G_GetPointCount = library.function<decltype(::OGR_G_GetPointCount)>("OGR_G_GetPointCount");
    decltype(&::OGR_G_GetX) OGR_G_GetX = library.function<decltype(::OGR_G_GetX)>("OGR_G_GetX");
    decltype(&::OGR_G_GetY) OGR_G_GetY = library.function<decltype(::OGR_G_GetY)>("OGR_G_GetY");
    decltype(&::OGR_G_IsEmpty) OGR_G_IsEmpty = library.function<decltype(::OGR_G_IsEmpty)>("OGR_G_IsEmpty");
    decltype(&::OGR_G_SetPoint_2D) OGR_G_SetPoint_2D = library.function<decltype(::OGR_G_SetPoint_2D)>("OGR_G_SetPoint_2D");
    decltype(&::OGR_L_CreateFeature) OGR_L_CreateFeature = library.function<decltype(::OGR_L_CreateFeature)>("OGR_L_CreateFeature");
    decltype(&::OGR_L_CreateField) OGR_L_CreateField = library.function<decltype(::OGR_L_CreateField)>("OGR_L_CreateField");
    decltype(&::OGR_L_GetLayerDefn) OGR_L_GetLayerDefn = library.function<decltype(::OGR_L_GetLayerDefn)>("OGR_L_GetLayerDefn");
    decltype(&::OGR_L_GetNextFeature) OGR_L_GetNextFeature = library.function<decltype(::OGR_L_GetNextFeature)>("OGR_L_GetNextFeature");
    decltype(&::OGR_L_ResetReading) OGR_L_ResetReading = library.function<decltype(::OGR_L_ResetReading)>("OGR_L_ResetReading");
    decltype(&::OSRImportFromEPSG) OSRImportFromEPSG = library.function<decltype(::OSRImportFromEPSG)>("OSRImportFromEPSG");
    decltype(&::OSRNewSpatialReference) OSRNewSpatialReference =
        library.function<decltype(::OSRNewSpatialReference)>("OSRNewSpatialReference");
    decltype(&::OSRRelease) OSRRelease = library.function<decltype(::OSRRelease)>("OSRRelease");
    decltype(&::OSRSetAxisMappingStrategy) OSRSetAxisMappingStrategy =
        library.function<decltype(::OSRSetAxisMappingStrategy)>("OSRSetAxisMappingStrategy");
    decltype(&::RegisterOGRGeoPackage) RegisterOGRGeoPackage = library.function<decltype(::RegisterOGRGeoPackage)>("RegisterOGRGeoPackage");
};

const Gdal& gdal() {
    static const Gdal opened;
    return opened;
}

/// While it lives, this thread's calls of GDAL print nothing, stamp a fixed date, and their first failure is kept.
class GdalSession {
public:
    GdalSession() : former_options_(gdal().CPLGetThreadLocalConfigOptions()) {
        gdal().CPLPushErrorHandlerEx(&GdalSession::note, this);
        // gpkg_contents.last_change: the same atlas must give the same bytes.
        gdal().CPLSetThreadLocalConfigOption("OGR_CURRENT_DATE", "1970-01-01T00:00:00.000Z");
        // The file is written aside and synced whole; a journal would only leave side files behind.
        gdal().CPLSetThreadLocalConfigOption("OGR_SQLITE_JOURNAL", "OFF");
        gdal().CPLSetThreadLocalConfigOption("OGR_SQLITE_SYNCHRONOUS", "OFF");
        static std::once_flag registered; // registering twice at once is a race inside the library
        std::call_once(registered, gdal().RegisterOGRGeoPackage);
    }
    ~GdalSession() {
        gdal().CPLSetThreadLocalConfigOptions(former_options_);
        gdal().CSLDestroy(former_options_);
        gdal().CPLPopErrorHandler();
    }
    GdalSession(const GdalSession&) = delete;
    GdalSession& operator=(const GdalSession&) = delete;

    [[nodiscard]] bool failed() const noexcept { return !failure_.empty(); }
    [[nodiscard]] std::string failure() const { return failure_.empty() ? "unknown failure" : failure_; }

private:
    static void note(CPLErr severity, CPLErrorNum /*number*/, const char* message) {
        auto& self = *static_cast<GdalSession*>(gdal().CPLGetErrorHandlerUserData());
        if (severity >= CE_Failure && self.failure_.empty()) self.failure_ = message;
    }

    char** former_options_;
    std::string failure_;
};

struct DatasetCloser {
    void operator()(void* dataset) const { gdal().GDALClose(dataset); }
};
struct FeatureDestroyer {
    void operator()(void* feature) const { gdal().OGR_F_Destroy(static_cast<OGRFeatureH>(feature)); }
};
struct ReferenceReleaser {
    void operator()(void* reference) const { gdal().OSRRelease(static_cast<OGRSpatialReferenceH>(reference)); }
};
using Dataset = std::unique_ptr<void, DatasetCloser>;
using Feature = std::unique_ptr<std::remove_pointer_t<OGRFeatureH>, FeatureDestroyer>;
using Reference = std::unique_ptr<std::remove_pointer_t<OGRSpatialReferenceH>, ReferenceReleaser>;

Reference wgs84() {
    Reference reference(gdal().OSRNewSpatialReference(nullptr));
    gdal().OSRImportFromEPSG(reference.get(), 4326);
    gdal().OSRSetAxisMappingStrategy(reference.get(), OAMS_TRADITIONAL_GIS_ORDER); // x is the longitude
    return reference;
}

OGRwkbGeometryType library_type(TableGeometry geometry) {
    if (geometry == TableGeometry::none) return wkbNone;
    return geometry == TableGeometry::point ? wkbPoint : wkbLineString;
}

OGRFieldType library_type(TableColumn column) {
    switch (column) {
    case TableColumn::text: return OFTString;
    case TableColumn::real: return OFTReal;
    case TableColumn::flag: return OFTInteger;
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
    handles->dataset.reset(gdal().GDALCreate(gdal().GDALGetDriverByName("GPKG"), path.c_str(), 0, 0, 0, GDT_Unknown, nullptr));
    if (!handles->dataset) throw base::IoError(fmt::format("{}: cannot be written: {}", handles->name, handles->session.failure()));
    gdal().GDALDatasetStartTransaction(handles->dataset.get(), FALSE); // one for all tables: a hundred times faster
    return GpkgFile(std::move(handles));
}

GpkgFile GpkgFile::open(const std::filesystem::path& path) {
    std::error_code error;
    if (!std::filesystem::is_regular_file(path, error)) throw base::IoError(fmt::format("{}: no such file", path.string()));
    auto handles = std::make_unique<Handles>(path.string());
    const char* drivers[] = {"GPKG", nullptr};
    handles->dataset.reset(
        gdal().GDALOpenEx(path.c_str(), GDAL_OF_VECTOR | GDAL_OF_READONLY | GDAL_OF_VERBOSE_ERROR, drivers, nullptr, nullptr));
    if (!handles->dataset)
        throw base::FormatError(fmt::format("{}: cannot be read as a GeoPackage: {}", handles->name, handles->session.failure()));
    return GpkgFile(std::move(handles));
}

const std::string& GpkgFile::name() const noexcept {
    return handles_->name;
}

std::unique_ptr<RowWriter> GpkgFile::write_table(const TableShape& shape, TableColumns columns) {
    return std::make_unique<GpkgTableWriter>(*this, shape, columns);
}

std::unique_ptr<RowReader> GpkgFile::read_table(const char* table) {
    return std::make_unique<GpkgTableReader>(*this, table);
}

void GpkgFile::close() {
    const GdalSession& session = handles_->session;
    if (!session.failed()) gdal().GDALDatasetCommitTransaction(handles_->dataset.get());
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
        if (handle == nullptr) return gdal().OGR_G_DestroyGeometry(geometry);
        if (geometry != nullptr) gdal().OGR_F_SetGeometryDirectly(row.get(), geometry);
        if (gdal().OGR_L_CreateFeature(handle, row.get()) != OGRERR_NONE) gdal().CPLError(CE_Failure, CPLE_AppDefined, "a row was refused");
    }
};

GpkgTableWriter::GpkgTableWriter(GpkgFile& file, const TableShape& shape, TableColumns columns) : layer_(std::make_unique<Layer>()) {
    const std::string fid = fmt::format("FID={}", shape.id_column);
    const std::string description = fmt::format("DESCRIPTION={}", shape.description);
    char** options = gdal().CSLAddString(gdal().CSLAddString(nullptr, fid.c_str()), description.c_str());
    const auto reference = shape.geometry == TableGeometry::none ? Reference() : wgs84();
    layer_->handle =
        gdal().GDALDatasetCreateLayer(file.handles_->dataset.get(), shape.name, reference.get(), library_type(shape.geometry), options);
    gdal().CSLDestroy(options);
    if (layer_->handle == nullptr) return;
    for (const auto& [name, type] : columns) {
        OGRFieldDefnH definition = gdal().OGR_Fld_Create(name, library_type(type));
        if (type == TableColumn::flag) gdal().OGR_Fld_SetSubType(definition, OFSTBoolean);
        gdal().OGR_L_CreateField(layer_->handle, definition, 0);
        gdal().OGR_Fld_Destroy(definition);
    }
}

GpkgTableWriter::~GpkgTableWriter() = default;

GpkgTableWriter& GpkgTableWriter::begin(std::int64_t id) {
    if (layer_->handle == nullptr) return *this;
    layer_->row.reset(gdal().OGR_F_Create(gdal().OGR_L_GetLayerDefn(layer_->handle)));
    gdal().OGR_F_SetFID(layer_->row.get(), id);
    layer_->next = 0;
    return *this;
}

GpkgTableWriter& GpkgTableWriter::text(const std::string& value) {
    layer_->set([&](OGRFeatureH row, int i) { gdal().OGR_F_SetFieldString(row, i, value.c_str()); });
    return *this;
}

GpkgTableWriter& GpkgTableWriter::integer(std::int64_t value) {
    layer_->set([&](OGRFeatureH row, int i) { gdal().OGR_F_SetFieldInteger64(row, i, value); });
    return *this;
}

GpkgTableWriter& GpkgTableWriter::real(double value) {
    layer_->set([&](OGRFeatureH row, int i) { gdal().OGR_F_SetFieldDouble(row, i, value); });
    return *this;
}

GpkgTableWriter& GpkgTableWriter::flag(bool value) {
    return integer(value ? 1 : 0);
}

void GpkgTableWriter::end() {
    layer_->finish(nullptr);
}

void GpkgTableWriter::end_at(LonLat position) {
    OGRGeometryH point = gdal().OGR_G_CreateGeometry(wkbPoint);
    gdal().OGR_G_SetPoint_2D(point, 0, position.lon(), position.lat());
    layer_->finish(point);
}

void GpkgTableWriter::end_along(const geo::Line<LonLat>& line) {
    OGRGeometryH curve = gdal().OGR_G_CreateGeometry(wkbLineString);
    for (const LonLat p : line) gdal().OGR_G_AddPoint_2D(curve, p.lon(), p.lat());
    layer_->finish(curve);
}

// ------------------------------------------------------------------------------------------------ reading

struct GpkgTableReader::Layer {
    std::string file;
    const char* name;
    OGRLayerH handle;
    Feature row{};

    [[nodiscard]] int index(const char* column) const {
        const int i = gdal().OGR_F_GetFieldIndex(row.get(), column);
        if (i < 0) throw base::FormatError(fmt::format("{}: table \"{}\" has no column \"{}\"", file, name, column));
        return i;
    }
};

GpkgTableReader::GpkgTableReader(GpkgFile& file, const char* name)
    : layer_(new Layer{.file = file.name(), .name = name, .handle = gdal().GDALDatasetGetLayerByName(file.handles_->dataset.get(), name)}) {
    if (layer_->handle == nullptr)
        throw base::FormatError(fmt::format("{}: no table \"{}\"; expected an atlas made by Cityweave", file.name(), name));
    gdal().OGR_L_ResetReading(layer_->handle);
}

GpkgTableReader::GpkgTableReader(GpkgTableReader&&) noexcept = default;
GpkgTableReader::~GpkgTableReader() = default;

bool GpkgTableReader::next() {
    layer_->row.reset(gdal().OGR_L_GetNextFeature(layer_->handle));
    return layer_->row != nullptr;
}

std::int64_t GpkgTableReader::id() const {
    return gdal().OGR_F_GetFID(layer_->row.get());
}

std::string GpkgTableReader::text(const char* column) const {
    return gdal().OGR_F_GetFieldAsString(layer_->row.get(), layer_->index(column));
}

std::int64_t GpkgTableReader::integer(const char* column) const {
    return gdal().OGR_F_GetFieldAsInteger64(layer_->row.get(), layer_->index(column));
}

double GpkgTableReader::real(const char* column) const {
    return gdal().OGR_F_GetFieldAsDouble(layer_->row.get(), layer_->index(column));
}

LonLat GpkgTableReader::position() const {
    OGRGeometryH point = gdal().OGR_F_GetGeometryRef(layer_->row.get());
    if (point == nullptr || gdal().OGR_GT_Flatten(gdal().OGR_G_GetGeometryType(point)) != wkbPoint || gdal().OGR_G_IsEmpty(point) != 0)
        fail("no point", "a point");
    const auto position = LonLat::from_degrees({.lon = gdal().OGR_G_GetX(point, 0), .lat = gdal().OGR_G_GetY(point, 0)});
    if (!position) fail(position.problem().found, position.problem().expected);
    return *position;
}

geo::Line<LonLat> GpkgTableReader::line() const {
    OGRGeometryH curve = gdal().OGR_F_GetGeometryRef(layer_->row.get());
    if (curve == nullptr || gdal().OGR_GT_Flatten(gdal().OGR_G_GetGeometryType(curve)) != wkbLineString) fail("no line", "a line");
    geo::Line<LonLat> line;
    for (int i = 0; i < gdal().OGR_G_GetPointCount(curve); ++i) {
        const auto position = LonLat::from_degrees({.lon = gdal().OGR_G_GetX(curve, i), .lat = gdal().OGR_G_GetY(curve, i)});
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
