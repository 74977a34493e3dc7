#include "render/sheet.hpp"

#include "base/error.hpp"
#include "geo/crs.hpp"
#include "render/furniture.hpp"
#include "render/labels.hpp"
#include "render/layout.hpp"
#include "render/map_drawing.hpp"
#include "render/words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <mutex>
#include <optional>
#include <set>
#include <string_view>

namespace cityweave::render {

namespace {

constexpr double inset_width = 172; ///< furniture units
constexpr double inset_title_room = 20;

SheetPoint at(double x, double y) {
    return SheetPoint::at({.x = x, .y = y});
}

std::string joined(const std::vector<std::string>& parts, std::string_view separator) {
    return fmt::format("{}", fmt::join(parts, separator));
}

/// "en" of "en-GB".
std::string primary_language(const std::string& lang) {
    return lang.substr(0, lang.find_first_of("-_"));
}

State state_of(State state, const SheetSelection& selection) {
    const std::pair<std::string_view, const std::string&> parts[] = {
        {"network", selection.network}, {"cluster", selection.cluster}, {"country", selection.country}, {"role", selection.role}};
    for (const auto& [key, value] : parts) {
        if (!value.empty()) state = with(std::move(state), key, ExpressionValue(value));
    }
    return state;
}

} // namespace

/// What one thread works with: text engine and transforms are neither cheap to make nor safe to share.
class SheetMaker::Bench {
public:
    explicit Bench(const Fonts& fonts) : shaper(fonts) {}
    const geo::Transform& transform(const std::string& crs) {
        const auto known = transforms_.find(crs);
        if (known != transforms_.end()) return known->second;
        return transforms_.emplace(crs, geo::Transform(geo::Crs::from_text(crs))).first->second;
    }
    TextShaper shaper;

private:
    std::map<std::string, geo::Transform, std::less<>> transforms_;
};

struct SheetMaker::Pool {
    std::mutex mutex;
    std::vector<std::unique_ptr<Bench>> idle;
};

/// A bench taken from the pool and put back at the end.
class SheetMaker::BenchLease {
public:
    BenchLease(Pool& pool, const Fonts& fonts) : pool_(pool) {
        const std::scoped_lock lock(pool.mutex);
        if (pool.idle.empty()) {
            bench_ = std::make_unique<Bench>(fonts);
        } else {
            bench_ = std::move(pool.idle.back());
            pool.idle.pop_back();
        }
    }
    BenchLease(const BenchLease&) = delete;
    BenchLease& operator=(const BenchLease&) = delete;
    ~BenchLease() {
        const std::scoped_lock lock(pool_.mutex);
        pool_.idle.push_back(std::move(bench_));
    }
    Bench& operator*() const { return *bench_; }

private:
    Pool& pool_;
    std::unique_ptr<Bench> bench_;
};

/// One sheet being made, step by step.
class SheetMaker::Composer {
public:
    Composer(const SheetMaker& maker, const SheetRequest& request, Bench& bench)
        : maker_(maker), request_(request), bench_(bench), words_(words_in(request.lang)),
          crs_(!request.crs.empty()        ? request.crs
               : !maker.facts_.crs.empty() ? maker.facts_.crs
                                           : "EPSG:3035"),
          state_(state_of(maker.style_.state, request.selection)),
          unit_(std::clamp(std::min(request.width, request.height) / 1600, 0.55, 2.0)) {}

    Sheet compose() {
        choose_points();
        Furniture furniture({.width = request_.width, .height = request_.height}, furniture_content(), bench_.shaper);
        const Layout layout = lay_out_panels(furniture);
        start_drawing(furniture);
        draw_map_in(layout.frame, crs_, "", layout.panels);
        draw_insets(layout.panels);
        finish_furniture(furniture, layout);
        return std::move(sheet_);
    }

private:
    [[nodiscard]] std::string_view layer() const { return request_.selection.empty() ? "places" : "memberships"; }

    [[nodiscard]] MapDrawingInput input(double zoom) const {
        return {.style = maker_.style_,
                .state = state_,
                .zoom = zoom,
                .marks = maker_.marks_,
                .lang = primary_language(request_.lang),
                .elsewhere = {}};
    }

    // --- what is shown ---

    void choose_points() {
        check_selection();
        // Whether a point is shown does not depend on the scale: every place stands at every zoom.
        const auto& all = request_.selection.empty() ? maker_.places_ : maker_.memberships_;
        shown_ = shown_points(all, layer(), input(4));
        names_ = mark_names(shown_, layer(), input(4));
        const geo::Transform& transform = bench_.transform(crs_);
        for (const PointFeature& point : shown_) {
            const Inset* inset = inset_of(maker_.data_.insets, point.position);
            if (inset != nullptr && std::find(insets_.begin(), insets_.end(), inset) == insets_.end()) insets_.push_back(inset);
            const auto map_point = inset == nullptr ? transform.to_map(point.position) : std::nullopt;
            if (map_point) main_points_.push_back(*map_point);
        }
        // Places of an inset keep out of the main map whether or not this sheet shows them.
        for (const auto* points : {&maker_.places_, &maker_.memberships_}) {
            for (const PointFeature& point : *points) {
                if (point.id && inset_of(maker_.data_.insets, point.position) != nullptr) in_insets_.insert(*point.id);
            }
        }
    }

    void check_selection() const {
        const ArchiveFacts& facts = maker_.facts_;
        const auto refuse = [](std::string_view what, const std::string& id, const auto& known) {
            std::vector<std::string> ids;
            for (const auto& item : known) ids.push_back(item.id);
            throw base::ConfigError(fmt::format("no {} \"{}\" in the archive; it holds: {}", what, id, joined(ids, ", ")));
        };
        const auto& [network, cluster, country, role] = request_.selection;
        if (!network.empty() && facts.network(network) == nullptr) refuse("network", network, facts.networks);
        if (!cluster.empty() && facts.cluster(cluster) == nullptr) refuse("cluster", cluster, facts.clusters);
        if (!role.empty() && role != "lead" && role != "partner")
            throw base::ConfigError("no role \"" + role + "\"; expected lead or partner");
    }

    // --- furniture ---

    FurnitureContent furniture_content() {
        FurnitureContent content{.lang = request_.lang};
        content.title = request_.title.empty() ? default_title() : request_.title;
        content.subtitle = request_.subtitle.empty() ? default_subtitle() : request_.subtitle;
        if (content.title != maker_.facts_.programme) content.overline = maker_.facts_.programme;
        content.legend = legend();
        if (request_.selection.network.empty() && !content.legend.empty()) content.legend_title = words_.themes;
        content.signature = "Cityweave";
        content.notes = {std::string(words_.sources) + " " + joined(expected_sources(), "; ")};
        // Room for the notes that may become due.
        content.notes.emplace_back(words_.kosovo);
        sheet_.report.title = content.title;
        return content;
    }

    [[nodiscard]] std::string default_title() const {
        const ArchiveFacts& facts = maker_.facts_;
        if (const NetworkFacts* network = facts.network(request_.selection.network)) return network->name;
        if (const ClusterFacts* cluster = facts.cluster(request_.selection.cluster))
            return name_in(*cluster, primary_language(request_.lang));
        if (!request_.selection.country.empty()) return country_name(request_.selection.country);
        return facts.programme;
    }

    [[nodiscard]] std::string country_name(const std::string& code) const {
        for (const PointFeature& label : maker_.country_labels_) {
            if (string_property(label.properties, "iso_a2") != code) continue;
            const auto own = string_property(label.properties, "name_" + primary_language(request_.lang));
            return std::string(own.empty() ? string_property(label.properties, "name") : own);
        }
        return code;
    }

    /// "30 networks · 240 places · 29 countries"; for one network its cluster, partners and lead.
    [[nodiscard]] std::string default_subtitle() const {
        std::set<std::string, std::less<>> countries;
        std::set<std::string, std::less<>> networks;
        std::set<geo::LonLat> places;
        std::string lead;
        for (const PointFeature& point : shown_) {
            countries.emplace(string_property(point.properties, "country"));
            networks.emplace(string_property(point.properties, "network"));
            places.insert(point.position);
            if (string_property(point.properties, "role") == "lead") lead = string_property(point.properties, "name");
        }
        std::vector<std::string> parts;
        if (!request_.selection.network.empty()) {
            const NetworkFacts* network = maker_.facts_.network(request_.selection.network);
            const ClusterFacts* cluster = network == nullptr ? nullptr : maker_.facts_.cluster(network->cluster);
            if (cluster != nullptr) parts.push_back(name_in(*cluster, primary_language(request_.lang)));
            parts.push_back(counted(words_, shown_.size(), words_.partners));
        } else {
            parts.push_back(counted(words_, request_.selection.empty() ? maker_.facts_.networks.size() : networks.size(), words_.networks));
            parts.push_back(counted(words_, places.size(), words_.places));
        }
        if (request_.selection.country.empty()) parts.push_back(counted(words_, countries.size(), words_.countries));
        if (!request_.selection.network.empty() && !lead.empty()) parts.push_back(fmt::format("{} {}", words_.led_by, lead));
        return joined(parts, " · ");
    }

    [[nodiscard]] LegendEntry mark_entry(const MarkName& name, std::string text) const {
        const Mark mark = maker_.marks_.mark(name);
        const double size = std::min(1.15 * unit_, 10.5 * unit_ / std::max(mark.radius, 1.0));
        return {.sample = placed(mark, size, at(0, 0)), .text = std::move(text)};
    }

    /// One row for each thing the marks say: clusters, several clusters, none, leads.
    [[nodiscard]] std::vector<LegendEntry> legend() const {
        std::set<std::string> clusters;
        const MarkName* several = nullptr;
        const MarkName* lead = nullptr;
        const MarkName* partner = nullptr;
        bool none = false;
        for (const MarkName& name : names_) {
            clusters.insert(name.clusters.begin(), name.clusters.end());
            none = none || name.clusters.empty() || std::any_of(name.clusters.begin(), name.clusters.end(), [&](const std::string& id) {
                       return maker_.facts_.cluster(id) == nullptr;
                   });
            if (name.clusters.size() > 1 && several == nullptr) several = &name;
            if (name.lead && (lead == nullptr || name.clusters.size() < lead->clusters.size())) lead = &name;
            if (!name.lead && (partner == nullptr || name.clusters.size() < partner->clusters.size())) partner = &name;
        }
        std::vector<LegendEntry> rows;
        if (request_.selection.network.empty()) {
            for (const ClusterFacts& cluster : maker_.facts_.clusters) {
                if (clusters.contains(cluster.id)) {
                    rows.push_back(
                        mark_entry({.lead = false, .clusters = {cluster.id}}, name_in(cluster, primary_language(request_.lang))));
                }
            }
            if (several != nullptr)
                rows.push_back(mark_entry({.lead = false, .clusters = several->clusters}, std::string(words_.several_themes)));
            if (none) rows.push_back(mark_entry({.lead = false, .clusters = {}}, std::string(words_.no_theme)));
            if (lead != nullptr) rows.push_back(mark_entry({.lead = true, .clusters = lead->clusters}, std::string(words_.lead)));
            return rows;
        }
        if (lead != nullptr) rows.push_back(mark_entry(*lead, std::string(words_.lead)));
        if (partner != nullptr) rows.push_back(mark_entry(*partner, std::string(words_.partner)));
        if (none && lead == nullptr && partner == nullptr) rows.push_back(mark_entry({}, std::string(words_.no_theme)));
        return rows;
    }

    [[nodiscard]] static std::string credit(const SourceFacts& source) {
        return source.licence.empty() ? source.text : fmt::format("{} ({})", source.text, source.licence);
    }

    [[nodiscard]] std::vector<std::string> expected_sources() const {
        std::vector<std::string> credits;
        for (const SourceFacts& source : maker_.facts_.sources) add_once(credits, credit(source));
        return credits;
    }

    static void add_once(std::vector<std::string>& list, const std::string& text) {
        if (std::find(list.begin(), list.end(), text) == list.end()) list.push_back(text);
    }

    // --- layout ---

    Layout lay_out_panels(const Furniture& furniture) {
        LayoutRequest wanted{
            .window = furniture.window(), .panels = {furniture.legend_size()}, .points = main_points_, .fallback = fallback()};
        if (!insets_.empty()) {
            measure_insets(furniture.window());
            wanted.panels.push_back(inset_panel_);
        }
        wanted.inset = 12 * unit_;
        wanted.clearance = 18 * unit_;
        return lay_out(wanted);
    }

    /// A thousand kilometres round the middle of the archive, for sheets that show nothing.
    [[nodiscard]] MapBox fallback() const {
        const auto middle = bench_.transform(crs_).to_map(maker_.source_.metadata().center);
        const MapPoint center = middle.value_or(MapPoint::at({.x = 0, .y = 0}));
        return MapBox{center}.grown(1'000'000);
    }

    /// Insets stand side by side, as many a row as half of the window's width holds.
    void measure_insets(const SheetBox& window) {
        const double width = inset_width * unit_;
        const double height = (inset_width * 0.8 + inset_title_room) * unit_;
        const double gap = 8 * unit_;
        const auto count = static_cast<double>(insets_.size());
        inset_columns_ = static_cast<std::size_t>(std::clamp(std::floor(window.width() * 0.55 / (width + gap)), 1.0, count));
        const double rows = std::ceil(count / static_cast<double>(inset_columns_));
        inset_panel_ = {.width = static_cast<double>(inset_columns_) * (width + gap) - gap, .height = rows * (height + gap) - gap};
    }

    [[nodiscard]] SheetBox inset_box(const SheetBox& panel, std::size_t index) const {
        const double width = inset_width * unit_;
        const double height = (inset_width * 0.8 + inset_title_room) * unit_;
        const double gap = 8 * unit_;
        const auto row = index / inset_columns_;
        const double left = panel.min_x() + static_cast<double>(index % inset_columns_) * (width + gap);
        const double top = panel.min_y() + static_cast<double>(row) * (height + gap);
        return {at(left, top), at(left + width, top + height)};
    }

    // --- drawing ---

    void start_drawing(const Furniture&) {
        sheet_.drawing.width = request_.width;
        sheet_.drawing.height = request_.height;
        sheet_.drawing.lang = request_.lang;
    }

    void draw_map_in(const Frame& frame, const std::string& crs, const std::string& inset, const std::vector<SheetBox>& blocked) {
        const MapFeatures features =
            maker_.source_.features({.crs = crs, .box = frame.shown(), .metres_per_unit = frame.metres_per_unit()});
        MapDrawingInput wanted = input(zoom_of(frame, crs));
        wanted.magnification = magnification();
        if (inset.empty()) {
            wanted.elsewhere = in_insets_;
        } else {
            wanted.largest_label = 12 * std::max(unit_, 1.0);
        }
        MapDrawing map = draw_map(features, frame, wanted, bench_.shaper);
        auto& items = sheet_.drawing.items;
        items.emplace_back(ClipBegin{frame.window()});
        std::move(map.under.begin(), map.under.end(), std::back_inserter(items));
        draw_labels(map, frame, inset, blocked);
        items.emplace_back(ClipEnd{});
        count(map, frame, inset);
    }

    /// A dozen marks bear to be larger than hundreds; and a poster is read from farther off than a page.
    [[nodiscard]] double magnification() const {
        const double marks = std::clamp(static_cast<double>(names_.size()), 12.0, 192.0);
        const double room = 1 + 0.35 * std::log2(192 / marks) / 4;
        return room * std::sqrt(std::max(unit_, 0.7));
    }

    [[nodiscard]] double zoom_of(const Frame& frame, const std::string& crs) const {
        const auto middle = bench_.transform(crs).to_lonlat(
            frame.to_map(at((frame.window().min_x() + frame.window().max_x()) / 2, (frame.window().min_y() + frame.window().max_y()) / 2)));
        return style_zoom(frame.metres_per_unit(), middle ? middle->lat() : 50);
    }

    void draw_labels(const MapDrawing& map, const Frame& frame, const std::string& inset, const std::vector<SheetBox>& blocked) {
        LabelGround ground{.area = frame.window().grown(-3), .blocked = {}, .lines = map.lines};
        for (const SheetBox& box : blocked) ground.blocked.push_back(box.grown(2));
        LabelOptions options;
        options.reach = inset.empty() ? 110 : 50;
        const auto places = place_labels(map.requests, ground, options);
        auto& items = sheet_.drawing.items;
        items.emplace_back(GroupBegin{"leaders"});
        for (const auto& place : places) {
            if (place && place->leader) items.emplace_back(leader_line(*place->leader));
        }
        items.emplace_back(GroupEnd{});
        items.emplace_back(GroupBegin{"labels"});
        for (std::size_t i = 0; i < places.size(); ++i) {
            if (places[i])
                items.emplace_back(
                    TextItem{.at = places[i]->baseline, .text = map.texts[i].text, .style = map.texts[i].style, .lang = map.texts[i].lang});
            report_label(map, i, places[i], inset);
        }
        items.emplace_back(GroupEnd{});
    }

    static PathItem leader_line(const Leader& leader) {
        return {.path = {MoveTo{leader.from}, LineTo{leader.to}},
                .stroke = Stroke{.color = {60, 66, 74, 1}, .width = 0.8, .cap = LineCap::butt}};
    }

    void report_label(const MapDrawing& map, std::size_t i, const std::optional<LabelPlace>& place, const std::string& inset) {
        if (map.requests[i].kind == LabelKind::area) {
            sheet_.report.country_labels += place ? 1U : 0U;
            return;
        }
        using Outcome = LabelReport::Outcome;
        const Outcome outcome = !place ? Outcome::dropped : place->leader ? Outcome::led : Outcome::beside;
        std::string text = map.texts[i].text;
        std::replace(text.begin(), text.end(), '\n', ' ');
        sheet_.report.labels.push_back({.text = std::move(text), .lead = map.texts[i].lead, .outcome = outcome, .inset = inset});
    }

    void count(const MapDrawing& map, const Frame& frame, const std::string& inset) {
        SheetReport& report = sheet_.report;
        report.features += map.features;
        report.links = std::max(report.links, map.links);
        report.marks += map.marks.size();
        for (const DrawnMark& mark : map.marks) {
            report.leads += mark.name.lead ? 1U : 0U;
            for (const std::string& id : mark.name.clusters) ++cluster_marks_[maker_.facts_.cluster(id) == nullptr ? "" : id];
            if (mark.name.clusters.empty()) ++cluster_marks_[""];
        }
        layers_.insert(map.layers.begin(), map.layers.end());
        kosovo_ = kosovo_ || map.countries.contains("XK");
        disputed_ = disputed_ || map.disputed;
        if (inset.empty()) {
            report.metres_per_unit = frame.metres_per_unit();
            main_frame_ = frame;
        }
    }

    void draw_insets(const std::vector<SheetBox>& panels) {
        for (std::size_t i = 0; i < insets_.size(); ++i) {
            const Inset& inset = *insets_[i];
            const SheetBox box = inset_box(panels[1], i);
            sheet_.drawing.items.emplace_back(GroupBegin{"inset-" + inset.id});
            draw_inset(inset, box);
            sheet_.drawing.items.emplace_back(GroupEnd{});
            sheet_.report.insets.push_back(inset.id);
        }
    }

    void draw_inset(const Inset& inset, const SheetBox& box) {
        auto& items = sheet_.drawing.items;
        const Color paper{255, 255, 255, 1};
        items.emplace_back(PathItem{.path = outline(box), .fill = paper});
        const SheetBox window{at(box.min_x(), box.min_y() + inset_title_room * unit_), at(box.max_x(), box.max_y())};
        MapBox content;
        const geo::Transform& transform = bench_.transform(inset.crs);
        for (const double lon : {inset.south_west.lon(), inset.north_east.lon()}) {
            for (const double lat : {inset.south_west.lat(), inset.north_east.lat()}) {
                if (const auto corner = transform.to_map(geo::LonLat::wrapped({.lon = lon, .lat = lat}))) content.expand(*corner);
            }
        }
        if (!content.empty()) {
            const Frame frame = fit_frame(window, window, content, content, {.margin = 0.02, .minimal_width = 0});
            draw_map_in(frame, inset.crs, inset.id, {});
        }
        const Stroke edge{.color = {150, 158, 166, 1}, .width = 0.75};
        items.emplace_back(PathItem{.path = outline(window), .stroke = edge});
        items.emplace_back(PathItem{.path = outline(box), .stroke = edge});
        items.emplace_back(TextItem{.at = at(box.min_x() + 6 * unit_, window.min_y() - 6 * unit_),
                                    .text = inset.title,
                                    .style = {.size = 12 * unit_, .weight = FontWeight::bold, .color = {50, 57, 66, 1}}});
    }

    static Path outline(const SheetBox& b) {
        return {MoveTo{at(b.min_x(), b.min_y())}, LineTo{at(b.max_x(), b.min_y())}, LineTo{at(b.max_x(), b.max_y())},
                LineTo{at(b.min_x(), b.max_y())}, ClosePath{}};
    }

    // --- what is due once all is drawn ---

    void finish_furniture(Furniture& furniture, const Layout& layout) {
        SheetReport& report = sheet_.report;
        for (const SourceFacts& source : maker_.facts_.sources) {
            if (source.layer.empty() || layers_.contains(source.layer)) add_once(report.sources, credit(source));
        }
        if (disputed_ || kosovo_) report.disclaimers.emplace_back(words_.boundaries);
        if (kosovo_) report.disclaimers.emplace_back(words_.kosovo);
        std::vector<std::string> notes;
        if (!report.sources.empty()) notes.push_back(fmt::format("{} {}", words_.sources, joined(report.sources, "; ")));
        if (!report.disclaimers.empty()) notes.push_back(joined(report.disclaimers, " "));
        furniture.set_notes(std::move(notes));
        furniture.draw_page(sheet_.drawing);
        const SheetBox& legend = layout.panels.front();
        const auto bar =
            scale_bar_at(layout.frame, bench_.transform(crs_), furniture.scale_bar_start(legend), furniture.longest_scale_bar());
        furniture.draw_legend(sheet_.drawing, legend, bar);
        for (const LegendEntry& row : furniture.content().legend) report.legend.push_back(row.text);
        for (const ClusterFacts& cluster : maker_.facts_.clusters) {
            if (cluster_marks_.contains(cluster.id)) report.clusters.emplace_back(cluster.id, cluster_marks_[cluster.id]);
        }
        if (cluster_marks_.contains("")) report.clusters.emplace_back("", cluster_marks_[""]);
        describe(furniture.content());
    }

    void describe(const FurnitureContent& content) {
        std::vector<std::string> names;
        for (const LabelReport& label : sheet_.report.labels) names.push_back(label.text);
        std::sort(names.begin(), names.end());
        sheet_.drawing.title = content.overline.empty() ? content.title : content.overline + ": " + content.title;
        sheet_.drawing.description = fmt::format("{}. {}. {}.", sheet_.drawing.title, content.subtitle, joined(names, ", "));
    }

    const SheetMaker& maker_;
    const SheetRequest& request_;
    Bench& bench_;
    const Words& words_;
    std::string crs_;
    State state_;
    double unit_;
    std::vector<PointFeature> shown_;
    std::vector<MarkName> names_;
    std::vector<MapPoint> main_points_;
    std::vector<const Inset*> insets_;
    std::set<std::uint64_t> in_insets_;
    PanelSize inset_panel_{};
    std::size_t inset_columns_ = 1;
    std::map<std::string, std::size_t> cluster_marks_;
    std::set<std::string> layers_;
    std::optional<Frame> main_frame_;
    bool kosovo_ = false;
    bool disputed_ = false;
    Sheet sheet_;
};

SheetMaker::SheetMaker(const tiles::TileReader& archive, const Style& style, SheetData data, base::Jobs jobs)
    : style_(style), data_(std::move(data)), facts_(read_archive_facts(archive.metadata().cityweave)),
      marks_(facts_.mark_clusters(), data_.mark_colors), source_(archive, jobs), places_(source_.points("places")),
      memberships_(source_.points("memberships")), country_labels_(source_.points("country_labels")), pool_(std::make_unique<Pool>()) {}

SheetMaker::~SheetMaker() = default;

SheetMaker::BenchLease SheetMaker::lease() const {
    return BenchLease(*pool_, data_.fonts);
}

std::vector<std::string> SheetMaker::countries() const {
    std::set<std::string> codes;
    for (const PointFeature& place : places_) codes.emplace(string_property(place.properties, "country"));
    return {codes.begin(), codes.end()};
}

Sheet SheetMaker::make(const SheetRequest& request) const {
    const BenchLease bench = lease();
    return Composer(*this, request, *bench).compose();
}

void SheetMaker::make_all(const std::vector<SheetRequest>& requests, base::Jobs jobs,
                          const std::function<void(std::size_t, const Sheet&, TextShaper&)>& take) const {
    base::parallel_for(requests.size(), jobs, [&](std::size_t i) {
        const BenchLease bench = lease();
        const Sheet sheet = Composer(*this, requests[i], *bench).compose();
        take(i, sheet, (*bench).shaper);
    });
}

namespace {

base::Json strings_json(const std::vector<std::string>& list) {
    return base::JsonArray(list.begin(), list.end());
}

base::Json label_json(const LabelReport& label) {
    const char* outcomes[] = {"beside", "led", "dropped"};
    base::JsonObject object{{"text", label.text}, {"lead", label.lead}, {"outcome", outcomes[static_cast<int>(label.outcome)]}};
    if (!label.inset.empty()) object.set("inset", label.inset);
    return object;
}

} // namespace

base::Json to_json(const SheetReport& report) {
    base::JsonObject clusters;
    for (const auto& [id, marks] : report.clusters) clusters.set(id, static_cast<std::uint64_t>(marks));
    base::JsonArray labels;
    for (const LabelReport& label : report.labels) labels.push_back(label_json(label));
    return base::JsonObject{{"title", report.title},
                            {"metres_per_unit", report.metres_per_unit},
                            {"features", static_cast<std::uint64_t>(report.features)},
                            {"marks", static_cast<std::uint64_t>(report.marks)},
                            {"leads", static_cast<std::uint64_t>(report.leads)},
                            {"marks_by_cluster", std::move(clusters)},
                            {"links", static_cast<std::uint64_t>(report.links)},
                            {"labels", std::move(labels)},
                            {"country_labels", static_cast<std::uint64_t>(report.country_labels)},
                            {"legend", strings_json(report.legend)},
                            {"sources", strings_json(report.sources)},
                            {"disclaimers", strings_json(report.disclaimers)},
                            {"insets", strings_json(report.insets)}};
}

} // namespace cityweave::render
