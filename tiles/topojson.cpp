#include "tiles/topojson.hpp"

#include "base/json.hpp"

#include <array>
#include <cmath>
#include <optional>

namespace cityweave::tiles {

using base::Json;
using geo::WorldPoint;

namespace {

/// Thrown inside this file only, and turned into a Problem at its door.
struct Malformed {
    std::string found;
    std::string expected;
};

const Json& member(const Json& object, std::string_view key) {
    const Json* value = object.find(key);
    if (value == nullptr) throw Malformed{"nothing", "a member \"" + std::string(key) + "\""};
    return *value;
}

const base::JsonArray& array(const Json& value, const char* expected) {
    if (value.array() == nullptr) throw Malformed{"no array", expected};
    return *value.array();
}

std::array<double, 2> pair_of(const Json& value, const char* expected) {
    const auto& numbers = array(value, expected);
    if (numbers.size() < 2 || !numbers[0].is_number() || !numbers[1].is_number()) throw Malformed{"no pair of numbers", expected};
    return {numbers[0].number(), numbers[1].number()};
}

/// §2.1.2: integers as differences, scaled and translated.
struct Quantisation {
    std::array<double, 2> scale;
    std::array<double, 2> translate;
};

class ArcReader {
public:
    explicit ArcReader(const Json& topology) {
        if (const Json* transform = topology.find("transform")) {
            quantisation_ = Quantisation{.scale = pair_of(member(*transform, "scale"), "scale of two numbers"),
                                         .translate = pair_of(member(*transform, "translate"), "translation of two numbers")};
        }
    }
    [[nodiscard]] Arc read(const Json& positions) const {
        Arc arc;
        double x = 0;
        double y = 0;
        for (const auto& position : array(positions, "an arc of positions")) {
            const auto p = pair_of(position, "a position");
            x = quantisation_ ? x + p[0] : p[0];
            y = quantisation_ ? y + p[1] : p[1];
            add(arc, x, y);
        }
        if (arc.size() < 2) throw Malformed{"an arc of one position", "two or more"};
        return arc;
    }

private:
    void add(Arc& arc, double x, double y) const {
        const double lon = quantisation_ ? x * quantisation_->scale[0] + quantisation_->translate[0] : x;
        const double lat = quantisation_ ? y * quantisation_->scale[1] + quantisation_->translate[1] : y;
        if (!(std::abs(lon) <= 180.000001 && std::abs(lat) <= 90.000001))
            throw Malformed{"a position off the globe", "longitude and latitude"};
        const WorldPoint p = geo::to_world(geo::LonLat::wrapped({.lon = std::clamp(lon, -180.0, 180.0), .lat = lat}));
        const double by = arc.empty() ? 0 : std::round(arc.back().x() - p.x());
        arc.push_back(WorldPoint::at({.x = p.x() + by, .y = p.y()}));
    }
    std::optional<Quantisation> quantisation_;
};

class FeatureReader {
public:
    explicit FeatureReader(std::size_t arcs) : arcs_(arcs) {}
    [[nodiscard]] ArcFeature read(const Json& geometry) const {
        ArcFeature feature{.id = text(geometry.find("id"))};
        if (const Json* properties = geometry.find("properties")) feature.name = text(properties->find("name"));
        const std::string type = text(geometry.find("type"));
        if (type == "Polygon") feature.polygons.push_back(polygon(member(geometry, "arcs")));
        if (type == "LineString") feature.lines.push_back(sequence(member(geometry, "arcs")));
        if (type == "MultiPolygon") {
            for (const auto& part : array(member(geometry, "arcs"), "polygons")) feature.polygons.push_back(polygon(part));
        }
        if (type == "MultiLineString") {
            for (const auto& part : array(member(geometry, "arcs"), "lines")) feature.lines.push_back(sequence(part));
        }
        return feature;
    }

private:
    static std::string text(const Json* value) { return value != nullptr && value->string() != nullptr ? *value->string() : std::string(); }

    [[nodiscard]] ArcPolygon polygon(const Json& rings) const {
        ArcPolygon result;
        bool first = true;
        for (const auto& ring : array(rings, "rings")) {
            if (first) {
                result.exterior = sequence(ring);
            } else {
                result.interiors.push_back(sequence(ring));
            }
            first = false;
        }
        return result;
    }
    /// §2.1.4: negative numbers mean the arc number of their ones' complement, reversed.
    [[nodiscard]] ArcRing sequence(const Json& numbers) const {
        ArcRing ring;
        for (const auto& number : array(numbers, "arc numbers")) {
            const auto* index = std::get_if<std::int64_t>(&number.value());
            const std::int64_t arc = index == nullptr ? -1 : (*index < 0 ? ~*index : *index);
            if (index == nullptr || arc >= static_cast<std::int64_t>(arcs_)) throw Malformed{"no such arc", "an arc number"};
            ring.push_back({.arc = static_cast<std::uint32_t>(arc), .forward = *index >= 0});
        }
        return ring;
    }
    std::size_t arcs_;
};

std::vector<char> used_arcs(const ArcTopology& topology, std::size_t count) {
    std::vector<char> used(count, 0);
    for (const auto& feature : topology.features) {
        for_each_sequence(feature, [&](const ArcRing& ring) {
            for (const auto& use : ring) used[use.arc] = 1;
        });
    }
    return used;
}

ArcTopology read(const Json& json, std::string_view object) {
    const auto& arcs = array(member(json, "arcs"), "arcs");
    ArcTopology topology;
    const FeatureReader features(arcs.size());
    for (const auto& geometry : array(member(member(member(json, "objects"), object), "geometries"), "geometries")) {
        topology.features.push_back(features.read(geometry));
    }
    const auto used = used_arcs(topology, arcs.size());
    const ArcReader reader(json);
    topology.arcs.resize(arcs.size());
    for (std::size_t i = 0; i < arcs.size(); ++i) {
        if (used[i] != 0) topology.arcs[i] = reader.read(arcs[i]);
    }
    return topology;
}

} // namespace

base::Result<ArcTopology> read_topojson(std::string_view text, std::string_view object) {
    const auto json = base::parse_json(text);
    if (!json) return json.problem();
    try {
        return read(*json, object);
    } catch (const Malformed& malformed) {
        return base::Problem{.code = "topojson", .found = malformed.found, .expected = malformed.expected};
    }
}

} // namespace cityweave::tiles
