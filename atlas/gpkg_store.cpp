#include "atlas/gpkg_store.hpp"

#include "atlas/place_facts.hpp"
#include "base/error.hpp"
#include "base/json.hpp"
#include "base/whole_file.hpp"
#include "geo/geodesic.hpp"

#include <fmt/format.h>

#include <cmath>
#include <cpl_conv.h>
#include <cpl_error.h>
#include <cpl_string.h>
#include <gdal.h>
#include <limits>
#include <map>
#include <ogr_api.h>
#include <ogr_srs_api.h>
#include <ogrsf_frmts.h>

namespace cityweave::atlas {

namespace {

using base::Json;
using geo::LonLat;

constexpr const char* format_version = "1";

// ------------------------------------------------------------------------------------------------ the library

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
        RegisterOGRGeoPackage();
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

// ------------------------------------------------------------------------------------------------ writing

enum class Column { text, integer, real, flag };

/// One layer or table being written; rows are filled column by column, in the order the columns were named.
class TableWriter {
public:
    struct Shape {
        const char* name;
        const char* description;
        OGRwkbGeometryType geometry;
        const char* id_column;
    };
    TableWriter(GDALDatasetH dataset, const Shape& shape, std::initializer_list<std::pair<const char*, Column>> columns) {
        const std::string fid = fmt::format("FID={}", shape.id_column);
        const std::string description = fmt::format("DESCRIPTION={}", shape.description);
        const char* options[] = {fid.c_str(), description.c_str(), nullptr};
        const auto reference = shape.geometry == wkbNone ? Reference() : wgs84();
        layer_ = GDALDatasetCreateLayer(dataset, shape.name, reference.get(), shape.geometry, const_cast<char**>(options));
        if (layer_ == nullptr) return; // the session holds the reason, and save() looks
        for (const auto& [name, type] : columns) add_column(name, type);
    }

    void begin(GIntBig id) {
        if (layer_ == nullptr) return;
        feature_.reset(OGR_F_Create(OGR_L_GetLayerDefn(layer_)));
        OGR_F_SetFID(feature_.get(), id);
        next_ = 0;
    }
    TableWriter& text(const std::string& value) {
        return set([&](int i) { OGR_F_SetFieldString(feature_.get(), i, value.c_str()); });
    }
    TableWriter& integer(std::int64_t value) {
        return set([&](int i) { OGR_F_SetFieldInteger64(feature_.get(), i, value); });
    }
    TableWriter& real(double value) {
        return set([&](int i) { OGR_F_SetFieldDouble(feature_.get(), i, value); });
    }
    TableWriter& flag(bool value) { return integer(value ? 1 : 0); }
    void end() {
        if (layer_ != nullptr && OGR_L_CreateFeature(layer_, feature_.get()) != OGRERR_NONE)
            CPLError(CE_Failure, CPLE_AppDefined, "row refused");
    }
    void end_at(LonLat position) {
        OGRGeometryH point = OGR_G_CreateGeometry(wkbPoint);
        OGR_G_SetPoint_2D(point, 0, position.lon(), position.lat());
        end_with(point);
    }
    void end_along(const geo::Line<LonLat>& line) {
        OGRGeometryH curve = OGR_G_CreateGeometry(wkbLineString);
        for (const LonLat p : line) OGR_G_AddPoint_2D(curve, p.lon(), p.lat());
        end_with(curve);
    }

private:
    void add_column(const char* name, Column type) {
        const OGRFieldType field_type = type == Column::text   ? OFTString
                                        : type == Column::real ? OFTReal
                                        : type == Column::flag ? OFTInteger
                                                               : OFTInteger64;
        OGRFieldDefnH definition = OGR_Fld_Create(name, field_type);
        if (type == Column::flag) OGR_Fld_SetSubType(definition, OFSTBoolean);
        OGR_L_CreateField(layer_, definition, 0);
        OGR_Fld_Destroy(definition);
    }
    template <class Setter>
    TableWriter& set(Setter setter) {
        if (layer_ != nullptr) setter(next_++);
        return *this;
    }
    void end_with(OGRGeometryH geometry) {
        if (layer_ == nullptr) return OGR_G_DestroyGeometry(geometry);
        OGR_F_SetGeometryDirectly(feature_.get(), geometry);
        end();
    }

    OGRLayerH layer_ = nullptr;
    Feature feature_;
    int next_ = 0;
};

std::string json_text(const Names& names) {
    std::vector<base::JsonObject::Member> members;
    for (const auto& [language, text] : names) members.emplace_back(language, text);
    return to_text(Json(base::JsonObject::from_distinct(std::move(members))));
}

std::string json_text(const std::vector<std::string>& texts) {
    return to_text(Json(base::JsonArray(texts.begin(), texts.end())));
}

std::string slug_of(const Atlas& atlas, std::optional<ClusterId> cluster) {
    return cluster ? atlas.cluster(*cluster).slug : std::string();
}

/// The outside number of a row, from 1.
GIntBig number_of(std::size_t row) {
    return static_cast<GIntBig>(row) + 1;
}

void write_programme(GDALDatasetH dataset, const Atlas& atlas) {
    TableWriter table(dataset, {"programme", "What holds for the whole atlas", wkbNone, "fid"},
                      {{"key", Column::text}, {"value", Column::text}});
    const Programme& p = atlas.programme();
    const std::pair<const char*, std::string> rows[] = {
        {"format", format_version}, {"id", p.id}, {"name", p.name}, {"crs", p.crs}, {"sources", json_text(p.sources)}};
    GIntBig number = 0;
    for (const auto& [key, value] : rows) {
        table.begin(++number);
        table.text(key).text(value).end();
    }
}

void write_clusters(GDALDatasetH dataset, const Atlas& atlas) {
    TableWriter table(
        dataset, {"clusters", "Themes, in programme order", wkbNone, "fid"},
        {{"id", Column::text}, {"name", Column::text}, {"names", Column::text}, {"hue", Column::text}, {"shape", Column::text}});
    for (std::size_t row = 0; row < atlas.clusters().size(); ++row) {
        const Cluster& c = atlas.clusters()[row];
        table.begin(number_of(row));
        table.text(c.slug).text(c.name).text(json_text(c.names)).text(c.hue).text(c.shape).end();
    }
}

void write_networks(GDALDatasetH dataset, const Atlas& atlas) {
    TableWriter table(dataset, {"networks", "Networks, in programme order", wkbNone, "fid"},
                      {{"id", Column::text}, {"name", Column::text}, {"cluster", Column::text}});
    for (std::size_t row = 0; row < atlas.networks().size(); ++row) {
        const Network& n = atlas.networks()[row];
        table.begin(number_of(row));
        table.text(n.slug).text(n.name).text(slug_of(atlas, n.cluster)).end();
    }
}

void write_places(GDALDatasetH dataset, const Atlas& atlas) {
    TableWriter table(dataset, {"places", "Places, by rank", wkbPoint, "id"},
                      {{"name", Column::text},
                       {"country", Column::text},
                       {"lon", Column::real},
                       {"lat", Column::real},
                       {"lead", Column::flag},
                       {"n_networks", Column::integer},
                       {"n_clusters", Column::integer},
                       {"cluster", Column::text},
                       {"clusters", Column::text},
                       {"networks", Column::text},
                       {"rank", Column::integer},
                       {"population", Column::integer},
                       {"search_names", Column::text}});
    for (std::uint32_t row = 0; row < atlas.places().size(); ++row) {
        const Place& p = atlas.places()[row];
        const PlaceFacts facts = facts_of(atlas, PlaceId(row));
        const auto micro = geo::to_micro_degrees(p.position);
        table.begin(static_cast<GIntBig>(p.id));
        table.text(p.name).text(p.country).real(static_cast<double>(micro.lon) / 1e6).real(static_cast<double>(micro.lat) / 1e6);
        table.flag(facts.lead).integer(std::ssize(facts.networks)).integer(std::ssize(facts.clusters)).text(slug_of(atlas, facts.cluster));
        table.text(semicolon_list(atlas, facts.clusters)).text(semicolon_list(atlas, facts.networks)).integer(row);
        table.integer(static_cast<std::int64_t>(p.population)).text(json_text(p.search_names)).end_at(p.position);
    }
}

void write_memberships(GDALDatasetH dataset, const Atlas& atlas) {
    TableWriter table(dataset, {"memberships", "Who is in which network, at its place", wkbPoint, "id"},
                      {{"network", Column::text},
                       {"network_name", Column::text},
                       {"cluster", Column::text},
                       {"role", Column::text},
                       {"place", Column::integer},
                       {"name", Column::text},
                       {"place_name", Column::text},
                       {"country", Column::text},
                       {"source", Column::text},
                       {"line", Column::integer},
                       {"confidence", Column::real}});
    for (std::size_t row = 0; row < atlas.memberships().size(); ++row) {
        const Membership& m = atlas.memberships()[row];
        const Network& network = atlas.network(m.network);
        const Place& place = atlas.place(m.place);
        table.begin(number_of(row));
        table.text(network.slug).text(network.name).text(slug_of(atlas, network.cluster)).text(name_of(m.role));
        table.integer(static_cast<std::int64_t>(place.id)).text(m.partner).text(place.name).text(place.country);
        table.text(m.source).integer(m.line).real(m.confidence).end_at(place.position);
    }
}

void write_links(GDALDatasetH dataset, const Atlas& atlas) {
    TableWriter table(dataset, {"links", "From each lead to its partners", wkbLineString, "id"},
                      {{"network", Column::text},
                       {"network_name", Column::text},
                       {"cluster", Column::text},
                       {"from", Column::integer},
                       {"to", Column::integer},
                       {"km", Column::real},
                       {"metres", Column::real}});
    for (std::size_t row = 0; row < atlas.links().size(); ++row) {
        const Link& l = atlas.links()[row];
        const Network& network = atlas.network(l.network);
        table.begin(number_of(row));
        table.text(network.slug).text(network.name).text(slug_of(atlas, network.cluster));
        table.integer(static_cast<std::int64_t>(atlas.place(l.from).id)).integer(static_cast<std::int64_t>(atlas.place(l.to).id));
        table.real(std::round(l.length.value() / 100) / 10).real(l.length.value()).end_along(l.curve);
    }
}

void write_page_points(GDALDatasetH dataset, const Atlas& atlas) {
    TableWriter table(dataset, {"page_points", "Bare points of the pages read", wkbPoint, "id"},
                      {{"label", Column::text}, {"source", Column::text}, {"line", Column::integer}});
    for (std::size_t row = 0; row < atlas.page_points().size(); ++row) {
        const PagePoint& p = atlas.page_points()[row];
        table.begin(number_of(row));
        table.text(p.label).text(p.source).integer(p.line).end_at(p.position);
    }
}

void write_all(const GdalSession& session, const std::filesystem::path& path, const Atlas& atlas) {
    Dataset dataset(GDALCreate(GDALGetDriverByName("GPKG"), path.c_str(), 0, 0, 0, GDT_Unknown, nullptr));
    if (!dataset) return;
    GDALDatasetStartTransaction(dataset.get(), FALSE);
    write_places(dataset.get(), atlas);
    write_memberships(dataset.get(), atlas);
    write_links(dataset.get(), atlas);
    write_page_points(dataset.get(), atlas);
    write_networks(dataset.get(), atlas);
    write_clusters(dataset.get(), atlas);
    write_programme(dataset.get(), atlas);
    if (!session.failed()) GDALDatasetCommitTransaction(dataset.get());
}

// ------------------------------------------------------------------------------------------------ reading

/// One layer or table being read. Wrong content throws FormatError naming file, table and row.
class TableReader {
public:
    TableReader(std::string file, GDALDatasetH dataset, const char* name)
        : file_(std::move(file)), name_(name), layer_(GDALDatasetGetLayerByName(dataset, name)) {
        if (layer_ == nullptr)
            throw base::FormatError(fmt::format("{}: no table \"{}\"; expected an atlas made by Cityweave", file_, name_));
        OGR_L_ResetReading(layer_);
    }

    bool next() {
        feature_.reset(OGR_L_GetNextFeature(layer_));
        return feature_ != nullptr;
    }
    [[nodiscard]] std::int64_t id() const { return OGR_F_GetFID(feature_.get()); }
    [[nodiscard]] std::string text(const char* column) const { return OGR_F_GetFieldAsString(feature_.get(), index(column)); }
    [[nodiscard]] std::int64_t integer(const char* column) const { return OGR_F_GetFieldAsInteger64(feature_.get(), index(column)); }
    [[nodiscard]] int line() const {
        const auto value = integer("line");
        if (value < 0 || value > std::numeric_limits<int>::max()) fail(fmt::format("line {}", value), "a line number");
        return static_cast<int>(value);
    }
    [[nodiscard]] double real(const char* column) const { return OGR_F_GetFieldAsDouble(feature_.get(), index(column)); }
    [[nodiscard]] geo::Line<LonLat> positions(OGRwkbGeometryType expected) const {
        OGRGeometryH geometry = OGR_F_GetGeometryRef(feature_.get());
        if (geometry == nullptr || wkbFlatten(OGR_G_GetGeometryType(geometry)) != expected)
            fail("another geometry", expected == wkbPoint ? "a point" : "a line");
        geo::Line<LonLat> line;
        for (int i = 0; i < OGR_G_GetPointCount(geometry); ++i) {
            const auto p = LonLat::from_degrees({.lon = OGR_G_GetX(geometry, i), .lat = OGR_G_GetY(geometry, i)});
            if (!p) fail(p.problem().found, p.problem().expected);
            line.push_back(*p);
        }
        return line;
    }
    [[nodiscard]] LonLat position() const {
        const auto points = positions(wkbPoint);
        if (points.empty()) fail("an empty point", "a position");
        return points.front();
    }
    [[nodiscard]] Json json(const char* column) const {
        auto value = base::parse_json(text(column));
        if (!value) fail(fmt::format("{} in column \"{}\"", value.problem().found, column), "JSON");
        return std::move(value).value();
    }
    [[nodiscard]] std::vector<std::string> texts(const char* column) const {
        std::vector<std::string> result;
        const Json value = json(column);
        if (value.array() == nullptr) fail(fmt::format("another JSON value in column \"{}\"", column), "an array of texts");
        for (const Json& item : *value.array())
            result.push_back(item.string() != nullptr ? *item.string() : fail("no text", "an array of texts"));
        return result;
    }
    /// Always throws; the type lets it stand where a value is wanted.
    std::string fail(const std::string& found, const std::string& expected) const {
        throw base::FormatError(fmt::format("{}: table \"{}\", row {}: found {}, expected {}", file_, name_, id(), found, expected));
    }

private:
    [[nodiscard]] int index(const char* column) const {
        const int i = OGR_F_GetFieldIndex(feature_.get(), column);
        if (i < 0) throw base::FormatError(fmt::format("{}: table \"{}\" has no column \"{}\"", file_, name_, column));
        return i;
    }

    std::string file_;
    const char* name_;
    OGRLayerH layer_;
    Feature feature_;
};

/// Reads the tables in the order in which they name each other's rows.
class AtlasReader {
public:
    AtlasReader(std::string file, GDALDatasetH dataset) : file_(std::move(file)), dataset_(dataset) {}

    AtlasParts read() {
        read_programme();
        read_clusters();
        read_networks();
        read_places();
        read_memberships();
        read_links();
        read_page_points();
        return std::move(parts_);
    }

private:
    [[nodiscard]] TableReader table(const char* name) const { return {file_, dataset_, name}; }

    void read_programme() {
        auto rows = table("programme");
        std::string format = "none";
        while (rows.next()) {
            const std::string key = rows.text("key");
            if (key == "format") format = rows.text("value");
            if (key == "id") parts_.programme.id = rows.text("value");
            if (key == "name") parts_.programme.name = rows.text("value");
            if (key == "crs") parts_.programme.crs = rows.text("value");
            if (key == "sources") parts_.programme.sources = rows.texts("value");
        }
        if (format != format_version)
            throw base::FormatError(
                fmt::format("{}: found format {}, expected {}: made by another version of Cityweave", file_, format, format_version));
    }
    void read_clusters() {
        for (auto rows = table("clusters"); rows.next();) {
            clusters_.emplace(rows.text("id"), ClusterId(static_cast<std::uint32_t>(parts_.clusters.size())));
            parts_.clusters.push_back({.slug = rows.text("id"),
                                       .name = rows.text("name"),
                                       .names = names(rows),
                                       .hue = rows.text("hue"),
                                       .shape = rows.text("shape")});
        }
    }
    static Names names(const TableReader& rows) {
        Names result;
        const Json value = rows.json("names");
        if (value.object() == nullptr) rows.fail("another JSON value in column \"names\"", "an object of texts");
        for (const auto& [language, text] : *value.object())
            result.emplace(language, text.string() != nullptr ? *text.string() : rows.fail("no text", "an object of texts"));
        return result;
    }
    void read_networks() {
        for (auto rows = table("networks"); rows.next();) {
            networks_.emplace(rows.text("id"), NetworkId(static_cast<std::uint32_t>(parts_.networks.size())));
            const std::string cluster = rows.text("cluster");
            parts_.networks.push_back({.slug = rows.text("id"),
                                       .name = rows.text("name"),
                                       .cluster = cluster.empty() ? std::nullopt : std::optional(known(clusters_, cluster, rows))});
        }
    }
    void read_places() {
        for (auto rows = table("places"); rows.next();) {
            places_.emplace(rows.id(), PlaceId(static_cast<std::uint32_t>(parts_.places.size())));
            parts_.places.push_back({.id = static_cast<std::uint64_t>(rows.id()),
                                     .name = rows.text("name"),
                                     .country = rows.text("country"),
                                     .position = rows.position(),
                                     .population = static_cast<std::uint64_t>(rows.integer("population")),
                                     .search_names = rows.texts("search_names")});
        }
    }
    void read_memberships() {
        for (auto rows = table("memberships"); rows.next();)
            parts_.memberships.push_back({.network = known(networks_, rows.text("network"), rows),
                                          .place = known(places_, rows.integer("place"), rows),
                                          .role = role(rows),
                                          .partner = rows.text("name"),
                                          .source = rows.text("source"),
                                          .line = rows.line(),
                                          .confidence = rows.real("confidence")});
    }
    static Role role(const TableReader& rows) {
        const std::string text = rows.text("role");
        if (text != name_of(Role::lead) && text != name_of(Role::partner)) rows.fail(fmt::format("role \"{}\"", text), "lead or partner");
        return text == name_of(Role::lead) ? Role::lead : Role::partner;
    }
    void read_links() {
        for (auto rows = table("links"); rows.next();)
            parts_.links.push_back({.network = known(networks_, rows.text("network"), rows),
                                    .from = known(places_, rows.integer("from"), rows),
                                    .to = known(places_, rows.integer("to"), rows),
                                    .length = geo::Metres(rows.real("metres")),
                                    .curve = rows.positions(wkbLineString)});
    }
    void read_page_points() {
        for (auto rows = table("page_points"); rows.next();)
            parts_.page_points.push_back(
                {.label = rows.text("label"), .position = rows.position(), .source = rows.text("source"), .line = rows.line()});
    }

    template <class Key, class Id>
    static Id known(const std::map<Key, Id>& ids, const Key& key, const TableReader& rows) {
        const auto it = ids.find(key);
        if (it == ids.end()) rows.fail(fmt::format("\"{}\"", key), "the id of a row that exists");
        return it->second;
    }

    std::string file_;
    GDALDatasetH dataset_;
    AtlasParts parts_;
    std::map<std::string, ClusterId> clusters_;
    std::map<std::string, NetworkId> networks_;
    std::map<std::int64_t, PlaceId> places_;
};

Dataset open_for_reading(const GdalSession& session, const std::filesystem::path& path) {
    std::error_code error;
    if (!std::filesystem::is_regular_file(path, error)) throw base::IoError(fmt::format("{}: no such file", path.string()));
    const char* drivers[] = {"GPKG", nullptr};
    Dataset dataset(GDALOpenEx(path.c_str(), GDAL_OF_VECTOR | GDAL_OF_READONLY, drivers, nullptr, nullptr));
    if (!dataset) throw base::FormatError(fmt::format("{}: cannot be read as a GeoPackage: {}", path.string(), session.failure()));
    return dataset;
}

} // namespace

Atlas GpkgStore::load() const {
    const GdalSession session;
    const Dataset dataset = open_for_reading(session, path_);
    AtlasParts parts = AtlasReader(path_.string(), dataset.get()).read();
    if (session.failed()) throw base::FormatError(fmt::format("{}: cannot be read to its end: {}", path_.string(), session.failure()));
    if (const auto broken = broken_invariant(parts))
        throw base::FormatError(fmt::format("{}: not an atlas, in which {}", path_.string(), *broken));
    return Atlas::from_parts(std::move(parts));
}

void GpkgStore::save(const Atlas& atlas) {
    base::WholeFile file(path_);
    std::filesystem::remove(file.temporary_path()); // the library creates files only where none is
    const GdalSession session;
    write_all(session, file.temporary_path(), atlas);
    if (session.failed()) throw base::IoError(fmt::format("{}: cannot be written: {}", path_.string(), session.failure()));
    file.commit();
}

} // namespace cityweave::atlas
