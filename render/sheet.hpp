// From a tile archive, a style and a request to a sheet: the readable summary of this folder. Knows the steps and their
// order; no bytes of any format (sheet_output.hpp).
#pragma once

#include "base/json.hpp"
#include "base/parallel.hpp"
#include "render/archive_facts.hpp"
#include "render/drawing.hpp"
#include "render/frame.hpp"
#include "render/map_features.hpp"
#include "render/marks.hpp"
#include "render/style.hpp"
#include "render/text.hpp"
#include "tiles/archive.hpp"

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace cityweave::render {

/// What a sheet shows, as the style's root state has it; empty: not restricted.
struct SheetSelection {
    std::string network{}; ///< outside id
    std::string cluster{}; ///< outside id
    std::string country{}; ///< ISO 3166-1 alpha-2
    std::string role{};    ///< "lead" or "partner"
    [[nodiscard]] bool empty() const { return network.empty() && cluster.empty() && country.empty() && role.empty(); }
};

struct SheetRequest {
    SheetSelection selection{};
    double width = 1600;     ///< sheet units of 1/96 inch
    double height = 1600;    ///< sheet units
    std::string crs{};       ///< anything PROJ reads; empty: the archive's, else EPSG:3035
    std::string title{};     ///< empty: made from the selection
    std::string subtitle{};  ///< empty: made from what is shown
    std::string lang = "en"; ///< BCP 47
};

/// What became of one label.
struct LabelReport {
    std::string text;
    bool lead = false;
    enum class Outcome { beside, led, dropped } outcome = Outcome::beside; ///< beside its mark, led there by a leader, no place
    std::string inset{};                                                   ///< id; empty: the main map
};

/// What a sheet turned out to hold. Labels of countries are counted apart: they give way quietly.
struct SheetReport {
    std::string title;
    std::size_t features = 0;                                  ///< memberships (overview: places) drawn
    std::size_t marks = 0;                                     ///< after those at one place became one
    std::size_t leads = 0;                                     ///< marks that show a lead
    std::vector<std::pair<std::string, std::size_t>> clusters; ///< marks a cluster is on, programme order; "" for none
    std::size_t links = 0;
    std::vector<LabelReport> labels;
    std::size_t country_labels = 0;
    std::vector<std::string> legend;      ///< its rows
    std::vector<std::string> sources;     ///< credited
    std::vector<std::string> disclaimers; ///< printed
    std::vector<std::string> insets;      ///< ids
    double metres_per_unit = 0;
};
[[nodiscard]] base::Json to_json(const SheetReport& report);

struct Sheet {
    Drawing drawing;
    SheetReport report;
};

/// What sheets are made with, beside archive and style.
struct SheetData {
    Fonts fonts;
    MarkColors mark_colors;
    std::vector<Inset> insets{};
};

/// Makes one or many sheets of one archive in one style; what they share is read once. Safe for many threads.
class SheetMaker {
public:
    /// Archive and style outlive this.
    SheetMaker(const tiles::TileReader& archive, const Style& style, SheetData data, base::Jobs jobs);
    SheetMaker(const SheetMaker&) = delete;
    SheetMaker& operator=(const SheetMaker&) = delete;
    ~SheetMaker();

    /// The archive's own account of itself: networks and clusters to ask for, in programme order.
    [[nodiscard]] const ArchiveFacts& facts() const noexcept { return facts_; }
    /// Codes of the countries that places lie in, ascending.
    [[nodiscard]] std::vector<std::string> countries() const;

    /// Throws ConfigError for a network or cluster the archive does not hold, an unknown CRS, a sheet without area.
    [[nodiscard]] Sheet make(const SheetRequest& request) const;
    /// Makes each and hands it over on the thread that made it, with a shaper to draw it by; any order. The error of the
    /// first request that failed is rethrown.
    void make_all(const std::vector<SheetRequest>& requests, base::Jobs jobs,
                  const std::function<void(std::size_t, const Sheet&, TextShaper&)>& take) const;

private:
    class Bench;
    class BenchLease;
    class Composer;
    [[nodiscard]] BenchLease lease() const;

    const Style& style_;
    SheetData data_;
    ArchiveFacts facts_;
    MarkSet marks_;
    FeatureSource source_;
    std::vector<PointFeature> places_;
    std::vector<PointFeature> memberships_;
    std::vector<PointFeature> country_labels_;
    struct Pool;
    std::unique_ptr<Pool> pool_;
};

} // namespace cityweave::render
