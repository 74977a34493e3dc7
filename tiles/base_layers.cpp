#include "tiles/base_layers.hpp"

#include "base/assertion.hpp"
#include "tiles/label_point.hpp"
#include "tiles/rings.hpp"
#include "tiles/simplify.hpp"

#include <algorithm>
#include <cmath>
#include <map>

namespace cityweave::tiles {

using geo::WorldPoint;
using WorldFeature = Feature<WorldPoint>;

namespace {

/// At the last zoom more detail stays: maps show it beyond its own scale.
double tolerance_at(int zoom) {
    return zoom == base_map_maxzoom ? 1.0 : 2.5;
}

Properties names_of(const CountryNames& names) {
    Properties properties{{"iso_a2", names.iso_a2}, {"name", names.name}};
    for (const auto& [language, name] : names.translated) properties.emplace_back("name_" + language, name);
    return properties;
}

std::vector<ArcRing> rings_of(const std::vector<ArcPolygon>& polygons) {
    std::vector<ArcRing> rings;
    for (const auto& polygon : polygons) {
        rings.push_back(polygon.exterior);
        rings.insert(rings.end(), polygon.interiors.begin(), polygon.interiors.end());
    }
    return rings;
}

/// Rings as points, where they still have an area.
class PolygonMaker {
public:
    explicit PolygonMaker(const std::vector<Arc>& arcs) : arcs_(arcs) {}
    [[nodiscard]] geo::MultiPolygon<WorldPoint> make(const std::vector<ArcPolygon>& polygons) const {
        geo::MultiPolygon<WorldPoint> result;
        for (const auto& polygon : polygons) {
            geo::Polygon<WorldPoint> part{.exterior = ring(polygon.exterior)};
            if (part.exterior.empty()) continue;
            for (const auto& interior : polygon.interiors) {
                auto hole = aligned(ring(interior), part.exterior);
                if (lies_in(part.exterior, hole)) part.interiors.push_back(std::move(hole));
            }
            result.polygons.push_back(std::move(part));
        }
        return result;
    }

private:
    [[nodiscard]] geo::Ring<WorldPoint> ring(const ArcRing& sequence) const {
        auto points = ring_points(arcs_, sequence);
        points.erase(std::unique(points.begin(), points.end()), points.end());
        if (points.size() < 3 || doubled_area(points) == 0) points.clear();
        return points;
    }
    /// An interior ring on the same side of the antimeridian as its exterior.
    static geo::Ring<WorldPoint> aligned(geo::Ring<WorldPoint> hole, const geo::Ring<WorldPoint>& exterior) {
        const auto east = std::max_element(exterior.begin(), exterior.end(), [](const auto& a, const auto& b) { return a.x() < b.x(); });
        const auto west = std::min_element(exterior.begin(), exterior.end(), [](const auto& a, const auto& b) { return a.x() < b.x(); });
        double by = 0;
        if (hole.empty()) return hole;
        if (hole.front().x() < west->x()) by = 1;
        if (hole.front().x() > east->x()) by = -1;
        for (auto& p : hole) p = WorldPoint::at({.x = p.x() + by, .y = p.y()});
        return hole;
    }
    /// Simplifying may leave an enclave beside what was round it.
    static bool lies_in(const geo::Ring<WorldPoint>& exterior, const geo::Ring<WorldPoint>& hole) {
        return std::any_of(hole.begin(), hole.end(), [&](const WorldPoint& p) { return contains(exterior, p); });
    }
    const std::vector<Arc>& arcs_;
};

WorldLayer layer(std::string name, std::vector<WorldFeature> features, int zoom) {
    return {.name = std::move(name), .features = std::move(features), .minzoom = zoom, .maxzoom = zoom};
}

/// Which segments bound a country: where a part of it has become a mere line, both its sides cancel.
class LiveSegments {
public:
    void add(std::size_t country, const geo::MultiPolygon<WorldPoint>& polygons) {
        std::map<Segment, int> net;
        const auto count = [&](const geo::Ring<WorldPoint>& ring) {
            for (std::size_t i = 0, j = ring.size() - 1; i < ring.size(); j = i++)
                net[undirected(ring[j], ring[i])] += ring[j] < ring[i] ? 1 : -1;
        };
        for (const auto& polygon : polygons.polygons) {
            count(polygon.exterior);
            for (const auto& ring : polygon.interiors) count(ring);
        }
        for (const auto& [segment, uses] : net) {
            if (uses != 0) owners_[segment].push_back(country);
        }
    }
    /// The parts of the line that bound two countries.
    [[nodiscard]] geo::MultiLine<WorldPoint> borders_of(const Arc& arc) const {
        geo::MultiLine<WorldPoint> result;
        bool open = false;
        for (std::size_t i = 1; i < arc.size(); ++i) {
            const auto found = owners_.find(undirected(arc[i - 1], arc[i]));
            const bool live = found != owners_.end() && found->second.size() == 2;
            if (live && !open) result.lines.push_back({arc[i - 1]});
            if (live) result.lines.back().push_back(arc[i]);
            open = live;
        }
        return result;
    }

private:
    using Segment = std::pair<WorldPoint, WorldPoint>;
    static Segment undirected(const WorldPoint& a, const WorldPoint& b) { return a < b ? Segment(a, b) : Segment(b, a); }
    std::map<Segment, std::vector<std::size_t>> owners_;
};

struct CountryLayers {
    WorldLayer countries;
    WorldLayer boundaries;
};

CountryLayers country_layers(const BaseMaterial& material, int zoom, base::Jobs jobs) {
    std::vector<ArcRing> rings;
    for (const auto& country : material.borders.countries) {
        const auto more = rings_of(country.polygons);
        rings.insert(rings.end(), more.begin(), more.end());
    }
    const auto arcs = simplify_arcs(material.borders.arcs, rings, {.zoom = zoom, .tolerance = tolerance_at(zoom)}, jobs);
    const PolygonMaker maker(arcs);
    LiveSegments live;
    std::vector<WorldFeature> countries;
    for (std::size_t i = 0; i < material.borders.countries.size(); ++i) {
        auto polygons = maker.make(material.borders.countries[i].polygons);
        live.add(i, polygons);
        if (!polygons.polygons.empty()) countries.push_back({.properties = names_of(material.names[i]), .geometry = std::move(polygons)});
    }
    std::vector<WorldFeature> borders;
    for (const auto& border : material.borders.borders) {
        auto lines = live.borders_of(arcs[border.arc]);
        if (!lines.lines.empty()) borders.push_back({.properties = {{"disputed", border.disputed}}, .geometry = std::move(lines)});
    }
    return {.countries = layer("countries", std::move(countries), zoom), .boundaries = layer("boundaries", std::move(borders), zoom)};
}

WorldLayer lake_layer(const ArcTopology& lakes, int zoom, base::Jobs jobs) {
    std::vector<ArcRing> rings;
    for (const auto& lake : lakes.features) {
        const auto more = rings_of(lake.polygons);
        rings.insert(rings.end(), more.begin(), more.end());
    }
    const auto arcs = simplify_arcs(lakes.arcs, rings, {.zoom = zoom, .tolerance = tolerance_at(zoom)}, jobs);
    const PolygonMaker maker(arcs);
    std::vector<WorldFeature> features;
    for (const auto& lake : lakes.features) {
        auto polygons = maker.make(lake.polygons);
        if (!polygons.polygons.empty()) features.push_back({.geometry = std::move(polygons)});
    }
    return layer("lakes", std::move(features), zoom);
}

WorldLayer river_layer(const ArcTopology& rivers, int zoom, base::Jobs jobs) {
    const auto arcs = simplify_arcs(rivers.arcs, {}, {.zoom = zoom, .tolerance = tolerance_at(zoom)}, jobs);
    std::vector<WorldFeature> features;
    for (const auto& river : rivers.features) {
        geo::MultiLine<WorldPoint> lines;
        for (const auto& line : river.lines) lines.lines.push_back(joined_points(arcs, line));
        if (!lines.lines.empty()) features.push_back({.geometry = std::move(lines)});
    }
    return layer("rivers", std::move(features), zoom);
}

/// A country's part with the largest share of the globe, for its label.
struct LabelSite {
    double share = 0; ///< of the whole country
    std::size_t country = 0;
    WorldPoint point;
};

LabelSite label_site(const BaseMaterial& material, std::size_t index) {
    // One detail for all zooms, so that a label never moves.
    constexpr int label_zoom = 4;
    const double tolerance = std::ldexp(1.0 / 4096, -label_zoom);
    LabelSite site{.country = index};
    geo::Polygon<WorldPoint> largest;
    double most = 0;
    for (const auto& part : material.borders.countries[index].polygons) {
        geo::Polygon<WorldPoint> polygon{.exterior = ring_points(material.borders.arcs, part.exterior)};
        for (const auto& ring : part.interiors) polygon.interiors.push_back(ring_points(material.borders.arcs, ring));
        const double share = globe_share(polygon);
        site.share += share;
        if (share <= most) continue;
        most = share;
        largest = std::move(polygon);
    }
    if (most == 0) return site;
    const WorldPoint point = label_point(largest, tolerance);
    site.point = WorldPoint::at({.x = point.x() - std::floor(point.x()), .y = point.y()});
    return site;
}

} // namespace

std::vector<WorldFeature> country_labels(const BaseMaterial& material, base::Jobs jobs) {
    auto sites = base::parallel_map(material.borders.countries.size(), jobs, [&](std::size_t i) { return label_site(material, i); });
    std::erase_if(sites, [](const LabelSite& site) { return site.share == 0; });
    std::stable_sort(sites.begin(), sites.end(), [](const LabelSite& a, const LabelSite& b) { return a.share > b.share; });
    std::vector<WorldFeature> features;
    for (const auto& site : sites) {
        features.push_back({.properties = names_of(material.names[site.country]), .geometry = geo::MultiPoint<WorldPoint>{site.point}});
    }
    return features;
}

std::vector<WorldLayer> base_layers(const BaseMaterial& material, const std::vector<WorldFeature>& labels, int zoom, base::Jobs jobs) {
    CITYWEAVE_ASSERT(material.names.size() == material.borders.countries.size(), "every country must have its names");
    auto [countries, boundaries] = country_layers(material, zoom, jobs);
    std::vector<WorldLayer> layers;
    layers.push_back(std::move(countries));
    layers.push_back(lake_layer(material.lakes, zoom, jobs));
    layers.push_back(river_layer(material.rivers, zoom, jobs));
    layers.push_back(std::move(boundaries));
    layers.push_back(layer("country_labels", labels, zoom));
    return layers;
}

void smooth(ArcTopology& topology, double grid_degrees) {
    for (auto& arc : topology.arcs) arc = smoothed(arc, grid_degrees / 360);
}

} // namespace cityweave::tiles
