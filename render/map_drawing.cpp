#include "render/map_drawing.hpp"

#include "base/unicode.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>

namespace cityweave::render {

namespace {

Color with_opacity(Color color, double opacity) {
    color.alpha *= std::clamp(opacity, 0.0, 1.0);
    return color;
}

void append_line(Path& path, const geo::Line<MapPoint>& line, const Frame& frame) {
    for (std::size_t i = 0; i < line.size(); ++i) {
        const SheetPoint p = frame.to_sheet(line[i]);
        i == 0 ? path.emplace_back(MoveTo{p}) : path.emplace_back(LineTo{p});
    }
}

void append_ring(Path& path, const geo::Ring<MapPoint>& ring, const Frame& frame) {
    append_line(path, ring, frame);
    path.emplace_back(ClosePath{});
}

Path path_of(const geo::Geometry<MapPoint>& geometry, const Frame& frame) {
    Path path;
    if (const auto* lines = std::get_if<geo::MultiLine<MapPoint>>(&geometry)) {
        for (const auto& line : lines->lines) append_line(path, line, frame);
    } else if (const auto* areas = std::get_if<geo::MultiPolygon<MapPoint>>(&geometry)) {
        for (const auto& polygon : areas->polygons) {
            append_ring(path, polygon.exterior, frame);
            for (const auto& ring : polygon.interiors) append_ring(path, ring, frame);
        }
    }
    return path;
}

LineCap cap_named(const std::string& name) {
    return name == "butt" ? LineCap::butt : name == "square" ? LineCap::square : LineCap::round;
}

LineJoin join_named(const std::string& name) {
    return name == "miter" ? LineJoin::miter : name == "bevel" ? LineJoin::bevel : LineJoin::round;
}

bool names_cut(const std::vector<std::string>& fonts, std::string_view cut) {
    return std::any_of(fonts.begin(), fonts.end(), [&](const std::string& font) { return font.find(cut) != std::string::npos; });
}

bool is_lead(const tiles::Properties& properties) {
    const tiles::Value* lead = find_property(properties, "lead");
    const bool* said = lead == nullptr ? nullptr : std::get_if<bool>(lead);
    return (said != nullptr && *said) || string_property(properties, "role") == "lead";
}

/// "place-3054643", "link-…": unique in a drawing, from content alone.
std::string element_id(std::string_view layer, const MapFeature& feature, std::string_view style_layer) {
    return feature.id ? fmt::format("{}-{}-{}", style_layer, layer, *feature.id) : std::string();
}

/// The union of two marks at one place, clusters in programme order.
void merge(MarkName& into, const MarkName& other, const MarkSet& marks) {
    into.lead = into.lead || other.lead;
    for (const std::string& id : other.clusters) {
        if (std::find(into.clusters.begin(), into.clusters.end(), id) == into.clusters.end()) into.clusters.push_back(id);
    }
    const auto position = [&](const std::string& id) {
        const auto& all = marks.clusters();
        return std::find_if(all.begin(), all.end(), [&](const MarkCluster& cluster) { return cluster.id == id; }) - all.begin();
    };
    std::stable_sort(into.clusters.begin(), into.clusters.end(), [&](const auto& a, const auto& b) { return position(a) < position(b); });
}

/// A long name on two lines, three if very long, broken at blanks so that the lines are as even as may be.
std::string broken_into_lines(const std::string& text) {
    constexpr std::size_t longest_line = 24; // characters: what a reader takes in at a glance
    const std::size_t length = base::code_points(text).size();
    const std::size_t lines = length <= longest_line ? 1 : length <= 2 * longest_line + 6 ? 2 : 3;
    std::string out;
    std::string_view rest = text;
    for (std::size_t left = lines; left > 1; --left) {
        const auto aim = static_cast<std::ptrdiff_t>(rest.size() / left);
        std::size_t best = std::string_view::npos;
        for (auto at = rest.find(' '); at != std::string_view::npos; at = rest.find(' ', at + 1)) {
            if (best == std::string_view::npos ||
                std::abs(static_cast<std::ptrdiff_t>(at) - aim) < std::abs(static_cast<std::ptrdiff_t>(best) - aim))
                best = at;
        }
        if (best == std::string_view::npos) break;
        out.append(rest.substr(0, best)).push_back('\n');
        rest.remove_prefix(best + 1);
    }
    return out.append(rest);
}

/// Even-odd rule over all rings.
bool holds(const geo::Geometry<MapPoint>& geometry, MapPoint p) {
    const auto* areas = std::get_if<geo::MultiPolygon<MapPoint>>(&geometry);
    if (areas == nullptr) return false;
    bool inside = false;
    const auto count = [&](const geo::Ring<MapPoint>& ring) {
        for (std::size_t i = 0, j = ring.size() - 1; i < ring.size(); j = i++) {
            const MapPoint& a = ring[i];
            const MapPoint& b = ring[j];
            if ((a.y() > p.y()) != (b.y() > p.y()) && p.x() < (b.x() - a.x()) * (p.y() - a.y()) / (b.y() - a.y()) + a.x()) inside = !inside;
        }
    };
    for (const auto& polygon : areas->polygons) {
        count(polygon.exterior);
        for (const auto& ring : polygon.interiors) count(ring);
    }
    return inside;
}

/// Whether a point of the sheet lies in that country; holds as long as the features.
std::function<bool(SheetPoint)> country_test(const MapFeatures& features, const Frame& frame, std::string code) {
    const MapLayer* countries = features.find("countries");
    if (countries == nullptr || code.empty()) return {};
    return [countries, frame, code = std::move(code)](SheetPoint at) {
        const MapPoint p = frame.to_map(at);
        return std::any_of(countries->features.begin(), countries->features.end(), [&](const MapFeature& feature) {
            return feature.box.contains(p) && string_property(feature.properties, "iso_a2") == code && holds(feature.geometry, p);
        });
    };
}

class MapPainter {
public:
    MapPainter(const MapFeatures& features, const Frame& frame, const MapDrawingInput& input, TextShaper& shaper)
        : features_(features), frame_(frame), shown_(frame.shown()), input_(input), shaper_(shaper) {}

    MapDrawing draw() {
        for (const StyleLayer& layer : input_.style.layers) {
            if (!layer.shown_at(input_.zoom)) continue;
            out_.under.emplace_back(GroupBegin{layer.id});
            const std::size_t before = out_.under.size();
            draw(layer);
            if (out_.under.size() == before) {
                out_.under.pop_back();
            } else {
                out_.under.emplace_back(GroupEnd{});
            }
        }
        collect_labels();
        return std::move(out_);
    }

private:
    void draw(const StyleLayer& layer) {
        if (layer.type == LayerType::background) return draw_background(layer);
        const MapLayer* source = features_.find(layer.source_layer);
        if (source == nullptr) return;
        if (layer.type == LayerType::symbol) return draw_symbols(layer, *source);
        for (const MapFeature& feature : source->features) {
            if (!feature.box.intersects(shown_)) continue;
            const FeatureView view = feature.view();
            const ExpressionInput in{.zoom = input_.zoom, .feature = &view, .state = &input_.state};
            if (!layer.accepts(in) || is_elsewhere(layer, feature)) continue;
            draw_feature(layer, feature, in);
        }
    }

    void draw_background(const StyleLayer& layer) {
        const ExpressionInput in{.zoom = input_.zoom, .state = &input_.state};
        const Color color = with_opacity(layer.color("background-color", in), layer.number("background-opacity", in));
        const SheetBox& w = frame_.window();
        const auto at = [](double x, double y) { return SheetPoint::at({.x = x, .y = y}); };
        out_.under.emplace_back(PathItem{.path = {MoveTo{at(w.min_x(), w.min_y())}, LineTo{at(w.max_x(), w.min_y())},
                                                  LineTo{at(w.max_x(), w.max_y())}, LineTo{at(w.min_x(), w.max_y())}, ClosePath{}},
                                         .fill = color});
    }

    void draw_feature(const StyleLayer& layer, const MapFeature& feature, const ExpressionInput& in) {
        note(layer, feature);
        switch (layer.type) {
        case LayerType::fill: return draw_fill(layer, feature, in);
        case LayerType::line: return draw_line(layer, feature, in);
        case LayerType::circle: return draw_circle(layer, feature, in);
        case LayerType::background:
        case LayerType::symbol: return;
        }
    }

    void note(const StyleLayer& layer, const MapFeature& feature) {
        out_.layers.insert(layer.source_layer);
        if (layer.source_layer == "countries") out_.countries.insert(std::string(string_property(feature.properties, "iso_a2")));
        if (layer.source_layer == "boundaries") {
            const tiles::Value* disputed = find_property(feature.properties, "disputed");
            const bool* said = disputed == nullptr ? nullptr : std::get_if<bool>(disputed);
            out_.disputed = out_.disputed || (said != nullptr && *said);
        }
        if (const auto network = string_property(feature.properties, "network"); !network.empty()) out_.networks.emplace(network);
    }

    void draw_fill(const StyleLayer& layer, const MapFeature& feature, const ExpressionInput& in) {
        const double opacity = layer.number("fill-opacity", in);
        PathItem item{.path = path_of(feature.geometry, frame_), .fill = with_opacity(layer.color("fill-color", in), opacity)};
        if (layer.has("fill-outline-color"))
            item.stroke = Stroke{.color = with_opacity(layer.color("fill-outline-color", in), opacity), .width = 0.75};
        out_.under.emplace_back(std::move(item));
    }

    void draw_line(const StyleLayer& layer, const MapFeature& feature, const ExpressionInput& in) {
        Stroke stroke{.color = with_opacity(layer.color("line-color", in), layer.number("line-opacity", in)),
                      .width = layer.number("line-width", in) * (layer.source_layer == "links" ? input_.magnification : 1),
                      .cap = cap_named(layer.string("line-cap", in)),
                      .join = join_named(layer.string("line-join", in))};
        if (stroke.width <= 0 || stroke.color.alpha <= 0) return;
        // The specification measures dashes in line widths.
        for (const double length : layer.numbers("line-dasharray", in)) stroke.dash.push_back(std::max(length, 0.0) * stroke.width);
        PathItem item{.path = path_of(feature.geometry, frame_), .stroke = stroke};
        if (layer.source_layer == "links") note_link(item, layer, feature);
        out_.under.emplace_back(std::move(item));
    }

    void note_link(PathItem& item, const StyleLayer& layer, const MapFeature& feature) {
        item.id = element_id("link", feature, layer.id);
        item.title = string_property(feature.properties, "network_name");
        if (!out_.link_stroke) out_.link_stroke = item.stroke;
        if (links_.insert(feature.id.value_or(links_.size())).second) ++out_.links;
        const auto* lines = std::get_if<geo::MultiLine<MapPoint>>(&feature.geometry);
        for (std::size_t i = 0; lines != nullptr && i < lines->lines.size(); ++i) {
            std::vector<SheetPoint> points;
            for (const MapPoint& p : lines->lines[i]) points.push_back(frame_.to_sheet(p));
            out_.lines.push_back(std::move(points));
        }
    }

    void draw_circle(const StyleLayer& layer, const MapFeature& feature, const ExpressionInput& in) {
        const double radius = layer.number("circle-radius", in);
        const double width = layer.number("circle-stroke-width", in);
        const double opacity = layer.number("circle-opacity", in);
        for_each_point(feature, [&](SheetPoint at) {
            PathItem item{.path = placed(shape_path(MarkShape::circle, radius), 1, at),
                          .fill = with_opacity(layer.color("circle-color", in), opacity)};
            if (width > 0)
                item.stroke =
                    Stroke{.color = with_opacity(layer.color("circle-stroke-color", in), layer.number("circle-stroke-opacity", in)),
                           .width = width};
            out_.under.emplace_back(std::move(item));
        });
    }

    /// Points in the window only: a mark outside has no place on this map.
    template <class F>
    void for_each_point(const MapFeature& feature, F visit) const {
        const auto* points = std::get_if<geo::MultiPoint<MapPoint>>(&feature.geometry);
        for (std::size_t i = 0; points != nullptr && i < points->size(); ++i) {
            const SheetPoint at = frame_.to_sheet((*points)[i]);
            if (frame_.window().contains(at)) visit(at);
        }
    }

    [[nodiscard]] bool is_elsewhere(const StyleLayer& layer, const MapFeature& feature) const {
        if (layer.source_layer != "places" && layer.source_layer != "memberships") return false;
        return feature.id && input_.elsewhere.contains(*feature.id);
    }

    /// Features the layer accepts in the order of its sort key, lower keys first, as the specification paints them.
    [[nodiscard]] std::vector<const MapFeature*> sorted(const StyleLayer& layer, const MapLayer& source) const {
        std::vector<std::pair<double, const MapFeature*>> keyed;
        for (const MapFeature& feature : source.features) {
            const FeatureView view = feature.view();
            const ExpressionInput in{.zoom = input_.zoom, .feature = &view, .state = &input_.state};
            if (!layer.accepts(in) || is_elsewhere(layer, feature)) continue;
            keyed.emplace_back(layer.has("symbol-sort-key") ? layer.number("symbol-sort-key", in) : 0, &feature);
        }
        std::stable_sort(keyed.begin(), keyed.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
        std::vector<const MapFeature*> features;
        for (const auto& entry : keyed) features.push_back(entry.second);
        return features;
    }

    void draw_symbols(const StyleLayer& layer, const MapLayer& source) {
        std::vector<DrawnMark> marks;
        for (const MapFeature* feature : sorted(layer, source)) {
            const FeatureView view = feature->view();
            const ExpressionInput in{.zoom = input_.zoom, .feature = &view, .state = &input_.state};
            for_each_point(*feature, [&](SheetPoint at) {
                if (layer.has("icon-image")) add_mark(marks, layer, *feature, in, at);
                if (layer.has("text-field")) add_label(layer, *feature, in, at);
            });
        }
        draw_marks(marks);
    }

    void add_mark(std::vector<DrawnMark>& marks, const StyleLayer& layer, const MapFeature& feature, const ExpressionInput& in,
                  SheetPoint at) {
        const auto name = parse_mark_name(layer.image("icon-image", in));
        if (!name) return;
        note(layer, feature);
        ++out_.features;
        const double size = layer.number("icon-size", in) * input_.magnification;
        const auto same = mark_at_.find(at);
        if (same != mark_at_.end() && same->second < marks.size()) {
            merge(marks[same->second].name, *name, input_.marks);
            return;
        }
        mark_at_[at] = marks.size();
        std::string title(string_property(feature.properties, "name"));
        marks.push_back({.at = at, .radius = 0, .name = *name, .size = size > 0 ? size : 1, .title = std::move(title)});
    }

    /// Leads last, so that nothing covers them.
    void draw_marks(std::vector<DrawnMark>& marks) {
        std::stable_sort(marks.begin(), marks.end(), [](const DrawnMark& a, const DrawnMark& b) { return a.name.lead < b.name.lead; });
        for (DrawnMark& drawn : marks) {
            const Mark mark = input_.marks.mark(drawn.name);
            drawn.radius = mark.radius * drawn.size;
            std::vector<PathItem> items = placed(mark, drawn.size, drawn.at);
            if (!items.empty()) items.front().title = drawn.title;
            for (PathItem& item : items) out_.under.emplace_back(std::move(item));
            out_.marks.push_back(drawn);
        }
        mark_at_.clear();
    }

    struct PendingLabel {
        SheetPoint at;
        LabelText words;
        double sort_key;
        bool of_place;
        std::string country{};
    };

    void add_label(const StyleLayer& layer, const MapFeature& feature, const ExpressionInput& in, SheetPoint at) {
        std::string text = base::tidy_blanks(layer.text("text-field", in).plain());
        const bool of_place = layer.source_layer != "country_labels";
        std::string lang;
        if (!of_place) {
            const auto own = string_property(feature.properties, "name_" + input_.lang);
            if (!own.empty()) text = own;
            if (string_property(feature.properties, "iso_a2") == "XK" && !text.ends_with('*')) text += '*';
            lang = input_.lang;
        }
        if (text.empty()) return;
        const bool lead = of_place && is_lead(feature.properties);
        const std::vector<std::string> fonts = layer.strings("text-font", in);
        TextStyle style{.size = layer.number("text-size", in),
                        .weight = names_cut(fonts, "Bold") ? FontWeight::bold : FontWeight::regular,
                        .italic = names_cut(fonts, "Italic"),
                        .color = with_opacity(layer.color("text-color", in), layer.number("text-opacity", in))};
        if (lead) style.weight = FontWeight::bold;
        if (of_place) text = broken_into_lines(text);
        if (of_place) {
            const double wanted = std::min(style.size * input_.magnification, input_.largest_label);
            style.size = std::max(wanted, lead ? smallest_lead_label : smallest_label);
        }
        style.halo_width = layer.number("text-halo-width", in);
        if (style.halo_width > 0) style.halo = layer.color("text-halo-color", in);
        const double key = layer.has("symbol-sort-key") ? layer.number("symbol-sort-key", in) : 0;
        pending_.push_back({.at = at,
                            .words = {.text = std::move(text), .style = style, .lang = lang, .lead = lead},
                            .sort_key = key,
                            .of_place = of_place,
                            .country = std::string(string_property(feature.properties, "iso_a2"))});
    }

    [[nodiscard]] bool is_worth_naming(const std::string& country, double length) const {
        const MapLayer* countries = features_.find("countries");
        if (countries == nullptr) return true;
        MapBox box;
        for (const MapFeature& feature : countries->features) {
            if (string_property(feature.properties, "iso_a2") == country) box.expand(feature.box);
        }
        return std::sqrt(box.width() * box.height()) / frame_.metres_per_unit() >= least_country_part * length;
    }

    /// One label for one name at one point: the lead's, else the first.
    void collect_labels() {
        std::stable_sort(pending_.begin(), pending_.end(), [](const PendingLabel& a, const PendingLabel& b) {
            return a.words.lead != b.words.lead ? a.words.lead : a.sort_key < b.sort_key;
        });
        std::set<std::pair<SheetPoint, std::string>> seen;
        for (PendingLabel& label : pending_) {
            if (!seen.emplace(label.at, base::fold_exact(label.words.text)).second) continue;
            LabelRequest request{.point = label.at, .extent = shaper_.measure(label.words.text, label.words.style, label.words.lang)};
            for (const DrawnMark& mark : out_.marks) {
                if (mark.at == label.at) request.mark_radius = std::max(request.mark_radius, mark.radius);
            }
            request.halo = std::max(label.words.style.halo_width, 1.0);
            request.kind = label.of_place ? LabelKind::point : LabelKind::area;
            request.rank = label.words.lead ? 0 : 1;
            if (!label.of_place && !is_worth_naming(label.country, request.extent.advance)) continue;
            if (!label.of_place) request.may_stand = country_test(features_, frame_, label.country);
            out_.requests.push_back(request);
            out_.texts.push_back(std::move(label.words));
        }
    }

    const MapFeatures& features_;
    const Frame& frame_;
    MapBox shown_;
    const MapDrawingInput& input_;
    TextShaper& shaper_;
    MapDrawing out_;
    std::map<SheetPoint, std::size_t> mark_at_;
    std::vector<PendingLabel> pending_;
    std::set<std::uint64_t> links_;
};

} // namespace

double style_zoom(double metres_per_unit, double latitude) {
    constexpr double world = 2 * std::numbers::pi * 6'378'137; // metres round the equator
    const double wide = world * std::cos(latitude * std::numbers::pi / 180) / 512;
    return std::clamp(std::log2(wide / metres_per_unit), 0.0, 24.0);
}

MapDrawing draw_map(const MapFeatures& features, const Frame& frame, const MapDrawingInput& input, TextShaper& shaper) {
    return MapPainter(features, frame, input, shaper).draw();
}

namespace {

/// Whether some layer of the style shows this point; and the mark it gives it, if any.
bool shows(const StyleLayer& layer, const PointFeature& point, const MapDrawingInput& input, std::vector<MarkName>* marks) {
    const FeatureView view{.geometry = GeometryKind::point, .id = point.id, .properties = &point.properties};
    const ExpressionInput in{.zoom = input.zoom, .feature = &view, .state = &input.state};
    if (!layer.accepts(in)) return false;
    if (marks != nullptr && layer.type == LayerType::symbol && layer.has("icon-image")) {
        if (auto name = parse_mark_name(layer.image("icon-image", in))) marks->push_back(std::move(*name));
    }
    return true;
}

std::vector<const StyleLayer*> layers_of(const MapDrawingInput& input, std::string_view source_layer) {
    std::vector<const StyleLayer*> layers;
    for (const StyleLayer& layer : input.style.layers) {
        if (layer.source_layer == source_layer && layer.shown_at(input.zoom)) layers.push_back(&layer);
    }
    return layers;
}

} // namespace

std::vector<MarkName> mark_names(const std::vector<PointFeature>& points, std::string_view source_layer, const MapDrawingInput& input) {
    const auto layers = layers_of(input, source_layer);
    std::map<geo::LonLat, MarkName> at_place;
    for (const PointFeature& point : points) {
        std::vector<MarkName> names;
        for (const StyleLayer* layer : layers) shows(*layer, point, input, &names);
        for (const MarkName& name : names) {
            const auto [entry, added] = at_place.try_emplace(point.position, name);
            if (!added) merge(entry->second, name, input.marks);
        }
    }
    std::vector<MarkName> all;
    for (auto& [position, name] : at_place) all.push_back(std::move(name));
    return all;
}

std::vector<PointFeature> shown_points(const std::vector<PointFeature>& points, std::string_view source_layer,
                                       const MapDrawingInput& input) {
    const auto layers = layers_of(input, source_layer);
    std::vector<PointFeature> shown;
    for (const PointFeature& point : points) {
        const bool any =
            std::any_of(layers.begin(), layers.end(), [&](const StyleLayer* layer) { return shows(*layer, point, input, nullptr); });
        if (any) shown.push_back(point);
    }
    return shown;
}

} // namespace cityweave::render
