#include "atlas/postgis_view.hpp"

#include "atlas/pg_tables.hpp"
#include "base/unicode.hpp"
#include "geo/geodesic_bounds.hpp"

#include <fmt/format.h>

#include <limits>

namespace cityweave::atlas {

namespace {

/// What the database measures may differ from our geodesic by rounding, nanometres. So that none at a radius's edge is
/// missed, it is asked for this much more, and our geodesic decides.
constexpr geo::Metres margin{0.01};

constexpr geo::Metres everywhere{std::numeric_limits<double>::infinity()};

constexpr const char* place_columns = "p.id, p.name, p.country, p.geog, p.population, p.search_names";
constexpr const char* membership_columns = "fid, network, place, role, name, source, line, confidence";

/// A condition on a place `p`, with the values its parameters stand for.
class Condition {
public:
    /// A parameter of this type: "$3::text[]".
    std::string parameter(std::string value, const char* type) {
        values_.push_back(std::move(value));
        return fmt::format("${}::{}", values_.size(), type);
    }
    void require(const std::string& condition) { text_ += " AND " + condition; }

    [[nodiscard]] const std::string& text() const noexcept { return text_; }
    [[nodiscard]] const std::vector<std::string>& values() const noexcept { return values_; }

private:
    std::string text_ = "true";
    std::vector<std::string> values_;
};

std::string centre_of(Condition& condition, geo::LonLat centre) {
    const auto lon = condition.parameter(fmt::format("{}", centre.lon()), "float8");
    const auto lat = condition.parameter(fmt::format("{}", centre.lat()), "float8");
    return fmt::format("ST_SetSRID(ST_MakePoint({}, {}), 4326)::geography", lon, lat);
}

void require_within(Condition& condition, const std::string& centre, geo::Metres radius) {
    condition.require(
        fmt::format("ST_DWithin(p.geog, {}, {}, true)", centre, condition.parameter(fmt::format("{}", radius.value()), "float8")));
}

/// Networks, clusters and roles hold for one and the same membership.
void require_membership(Condition& condition, const Question& question) {
    std::string of;
    const auto one_of = [&](const char* column, const std::vector<std::string>& texts) {
        if (!texts.empty()) of += fmt::format(" AND m.{} = ANY ({})", column, condition.parameter(pg_array(texts), "text[]"));
    };
    std::vector<std::string> roles;
    for (const Role role : question.roles) roles.emplace_back(name_of(role));
    one_of("network", question.networks);
    one_of("cluster", question.clusters);
    one_of("role", roles);
    if (!of.empty()) condition.require(fmt::format("EXISTS (SELECT FROM memberships m WHERE m.place = p.id{})", of));
}

bool is_asked(const Relations& relations) {
    return relations.partners || relations.partners_of_partners || relations.not_yet_linked;
}

/// As partners_of and its like have it: whom the subject, or its partners, share a network with.
void require_relations(Condition& condition, const Relations& relations) {
    const auto subject = condition.parameter(fmt::format("{}", static_cast<std::int64_t>(relations.subject)), "bigint");
    const auto sharing = [](const std::string& whose) {
        return fmt::format("SELECT place FROM memberships WHERE network IN (SELECT network FROM memberships WHERE {})", whose);
    };
    const auto linked = sharing("place = " + subject);
    condition.require("p.id <> " + subject);
    if (relations.partners) condition.require(fmt::format("p.id IN ({})", linked));
    if (relations.partners_of_partners)
        condition.require(fmt::format("p.id IN ({})", sharing(fmt::format("place <> {} AND place IN ({})", subject, linked))));
    if (relations.not_yet_linked) condition.require(fmt::format("p.id NOT IN ({})", linked));
}

void require_filters(Condition& condition, const Question& question) {
    if (!question.countries.empty())
        condition.require(fmt::format("p.country = ANY ({})", condition.parameter(pg_array(question.countries), "text[]")));
    require_membership(condition, question);
    if (question.relations && is_asked(*question.relations)) require_relations(condition, *question.relations);
}

/// As an array.
std::string ids_in(const PgRows& rows) {
    std::vector<std::int64_t> ids;
    for (std::size_t row = 0; row < rows.size(); ++row) ids.push_back(rows.integer(row, *rows.column("id")).value_or(0));
    return pg_array(ids);
}

} // namespace

PostgisView::PostgisView(PgSession session) : session_(std::move(session)), clusters_(session_.name()) {
    auto programme = rows_of("programme", "SELECT * FROM programme ORDER BY fid");
    clusters_.add_programme(programme);
    auto clusters = rows_of("clusters", "SELECT * FROM clusters ORDER BY fid");
    clusters_.add_clusters(clusters);
}

PgRowReader PostgisView::rows_of(const char* table, const std::string& question, const std::vector<std::string>& values) {
    return {session_.connection().ask(question, values), session_.name(), table};
}

std::shared_ptr<const Atlas> PostgisView::whole() {
    PgTables tables(session_.connection(), session_.name(), PgTables::Missing::refuse);
    return std::make_shared<const Atlas>(atlas_from_stored(read_tables(tables), session_.name()));
}

/// These places with all of their memberships, whose networks the reader knows.
std::shared_ptr<const Atlas> PostgisView::atlas_of(AtlasReader reader, PgRows places) {
    const auto ids = ids_in(places);
    PgRowReader place_rows(std::move(places), session_.name(), "places");
    reader.add_places(place_rows);
    auto memberships = rows_of(
        "memberships", fmt::format("SELECT {} FROM memberships WHERE place = ANY ($1::bigint[]) ORDER BY fid", membership_columns), {ids});
    reader.add_memberships(memberships);
    return std::make_shared<const Atlas>(atlas_from_stored(reader.take_parts(), session_.name()));
}

std::shared_ptr<const Atlas> PostgisView::part(const Wanted& wanted) {
    if (!networks_) {
        networks_ = clusters_;
        auto networks = rows_of("networks", "SELECT * FROM networks ORDER BY fid");
        networks_->add_networks(networks);
    }
    std::vector<std::string> keys;
    for (const auto& name : wanted.names) keys.push_back(base::fold_for_search(name));
    std::vector<std::int64_t> ids;
    for (const auto id : wanted.ids) ids.push_back(static_cast<std::int64_t>(id));
    return atlas_of(*networks_,
                    session_.connection().ask(fmt::format("SELECT {} FROM places p WHERE p.id IN (SELECT unnest($1::bigint[])"
                                                          " UNION SELECT place FROM place_names WHERE key = ANY ($2::text[])"
                                                          " UNION SELECT place FROM memberships WHERE network = ANY ($3::text[]))",
                                                          place_columns),
                                              {pg_array(ids), pg_array(keys), pg_array(wanted.networks)}));
}

std::vector<std::string> PostgisView::countries() {
    const auto rows = session_.connection().ask("SELECT DISTINCT country FROM places");
    std::vector<std::string> codes;
    for (std::size_t row = 0; row < rows.size(); ++row) codes.push_back(rows.text(row, 0).value_or(""));
    return codes;
}

Answer PostgisView::answer(const Question& question) {
    if (question.radius) {
        const auto atlas = candidates(question, *question.radius);
        return {.atlas = atlas, .found = Neighbourhood(*atlas).near(question.centre, *question.radius)};
    }
    const auto atlas = candidates(question, question.count == 0 ? geo::Metres(-1) : reach_of_nearest(question));
    return {.atlas = atlas, .found = Neighbourhood(*atlas).nearest(question.centre, question.count)};
}

/// The distance to the count-th nearest that counts, and a little; everywhere if there are not so many. By wider and wider
/// circles: the operator that orders by distance fails for points a rounding apart (docs/decisions/postgis.md).
geo::Metres PostgisView::reach_of_nearest(const Question& question) {
    constexpr geo::Metres first = geo::kilometres(25);
    for (auto radius = first; radius < geo::longest_geodesic; radius = 4 * radius) {
        const auto [count, farthest] = nearest_within(question, radius);
        if (count >= question.count) return farthest + margin;
    }
    return everywhere;
}

/// How many of the count nearest lie within the radius, and how far the farthest of these is.
PostgisView::Nearest PostgisView::nearest_within(const Question& question, geo::Metres radius) {
    Condition condition;
    const auto centre = centre_of(condition, question.centre);
    require_within(condition, centre, radius);
    require_filters(condition, question);
    const auto count = condition.parameter(fmt::format("{}", question.count), "bigint");
    const auto rows = session_.connection().ask(
        fmt::format("SELECT count(*), coalesce(max(metres), 0) FROM (SELECT ST_Distance(p.geog, {}, true) AS metres FROM places p "
                    "WHERE {} ORDER BY metres LIMIT {}) nearest",
                    centre, condition.text(), count),
        condition.values());
    return {.count = static_cast<std::size_t>(rows.integer(0, 0).value_or(0)), .farthest = geo::Metres(rows.real(0, 1).value_or(0))};
}

/// All that pass the filters and may lie within the radius.
std::shared_ptr<const Atlas> PostgisView::candidates(const Question& question, geo::Metres radius) {
    Condition condition;
    if (!(radius.value() >= 0)) { // also no number
        condition.require("false");
    } else if (radius < geo::longest_geodesic) {
        require_within(condition, centre_of(condition, question.centre), radius + margin);
    }
    require_filters(condition, question);
    auto places =
        session_.connection().ask(fmt::format("SELECT {} FROM places p WHERE {}", place_columns, condition.text()), condition.values());
    // Only the networks they are in: there may be many.
    auto networks = rows_of(
        "networks", "SELECT * FROM networks WHERE id IN (SELECT network FROM memberships WHERE place = ANY ($1::bigint[])) ORDER BY fid",
        {ids_in(places)});
    AtlasReader reader = clusters_;
    reader.add_networks(networks);
    return atlas_of(std::move(reader), std::move(places));
}

} // namespace cityweave::atlas
