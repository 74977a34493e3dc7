#include "ingest/layouts/points.hpp"

#include "base/unicode.hpp"
#include "geo/wkt.hpp"
#include "ingest/angles.hpp"

#include <algorithm>
#include <cmath>

namespace cityweave::ingest {

namespace {

struct Labelled {
    AngleLabel label;
    std::string_view value; ///< what follows the label on its line
};

Labelled label_of(std::string_view text) {
    std::size_t at = 0;
    if (text.size() > 80) return {};
    const auto label = read_angle_label(text, at);
    return label ? Labelled{*label, text.substr(at)} : Labelled{};
}

/// A label, an angle or a position: furniture of the point, not its name.
bool is_of_a_point(std::string_view text) {
    const auto label = label_of(text).label;
    return label.pair || label.axis != Axis::none || angle_of(text) || position_of_text(text);
}

/// The page's own place: a short title above the point, or the page's title; the labels of the form are not it.
std::string own_place(const Reading& reading, std::size_t block) {
    const auto& blocks = reading.blocks();
    for (std::size_t i = block; i-- > 0 && block - i <= 8;) {
        const auto& above = blocks[i];
        const auto folded = base::fold_for_search(above.text.substr(0, 80));
        if (folded == "country" || folded == "geolocation" || is_of_a_point(above.text)) continue;
        const bool title =
            above.marker == Marker::none && above.text.size() <= 60 && above.text.find_first_of(".!?:|") == std::string::npos;
        if (title && (above.heading > 0 || (i == 0 && (reading.country(above.text) || reading.is_town(above.text))))) return above.text;
        return {};
    }
    return {};
}

class PointReader {
public:
    PointReader(const Reading& reading, Extract& extract) : reading_(reading), extract_(extract) {}

    void run() {
        const auto& blocks = reading_.blocks();
        for (std::size_t i = 0; i < blocks.size(); ++i) {
            const auto& text = blocks[i].text;
            if (geo::looks_like_wkt(text))
                wkt(i);
            else if (text.size() > longest_line || !coordinates(i))
                forget();
        }
    }

private:
    static constexpr std::size_t longest_line = 200; ///< bytes a line of coordinates may have

    /// Whether the line is a position, or part of one.
    bool coordinates(std::size_t i) {
        const auto& text = reading_.blocks()[i].text;
        if (const auto position = position_of_text(text)) {
            whole(i, *position);
            return true;
        }
        const auto label = label_of(text);
        if (label.label.axis != Axis::none) {
            labelled(i, label);
            return true;
        }
        if (label.label.pair && label.value.empty() && i + 1 < reading_.blocks().size()) {
            behind_label(i);
            return true;
        }
        return angle_of(text).has_value();
    }

    void forget() {
        lon_.reset();
        lat_.reset();
    }

    void wkt(std::size_t i) {
        const auto& block = reading_.blocks()[i];
        const auto parsed = geo::parse_wkt(block.text, {.elements = 100'000});
        if (!parsed) return refuse(block, parsed.problem());
        const auto points = geo::points_of(parsed->geometry);
        if (points.empty() && !parsed->geometry.is_empty())
            return refuse(
                block,
                {.code = "", .found = block.text.substr(0, block.text.find('(')), .expected = "points: lines and areas are no places"});
        for (const auto point : points) add(point, i, block.number);
    }

    void whole(std::size_t i, const base::Result<geo::LonLat>& position) {
        forget();
        const auto& block = reading_.blocks()[i];
        if (!position) return refuse(block, position.problem());
        add(*position, i, block.number);
    }

    /// "Coordinates:" alone, and what it announces on the next line.
    void behind_label(std::size_t i) {
        const auto& blocks = reading_.blocks();
        if (position_of_text(blocks[i + 1].text)) return; // says by itself what it is
        const auto position = position_of_text("Coordinates: " + blocks[i + 1].text);
        if (position && *position) whole(i + 1, *position);
    }

    /// A label with its value beside it or on the next line; a point once both are known.
    void labelled(std::size_t i, const Labelled& label) {
        const auto& blocks = reading_.blocks();
        auto value = angle_of(label.value, label.label.speech);
        if (!value && label.value.empty() && i + 1 < blocks.size()) value = angle_of(blocks[i + 1].text, label.label.speech);
        if (!value) return;
        if (!*value) return refuse(blocks[i], value->problem());
        (label.label.axis == Axis::lon ? lon_ : lat_) = (*value)->degrees;
        if (!lon_ || !lat_) return;
        const auto point = geo::LonLat::from_degrees({.lon = *lon_, .lat = *lat_});
        forget();
        if (!point) return refuse(blocks[i], point.problem());
        add(*point, i, blocks[i].number);
    }

    void add(geo::LonLat point, std::size_t block, int line) {
        constexpr double same = 1e-3; // what a page says twice differs by rounding
        const auto is_same = [&](const PagePointMention& known) {
            return std::abs(known.position.lon() - point.lon()) < same && std::abs(known.position.lat() - point.lat()) < same;
        };
        if (!extract_.points.empty() && line - extract_.points.back().line <= 8 && is_same(extract_.points.back())) return;
        extract_.points.push_back({own_place(reading_, block), point, reading_.document().source_name, line});
    }

    void refuse(const Line& block, const base::Problem& why) {
        const auto line = block.number + std::max(why.line - 1, 0);
        extract_.report.add({"point-refused", reading_.document().source_name, line, why.column, why.found, why.expected});
    }

    const Reading& reading_;
    Extract& extract_;
    std::optional<double> lon_;
    std::optional<double> lat_;
};

} // namespace

void read_points(const Reading& reading, Extract& extract) {
    PointReader(reading, extract).run();
}

} // namespace cityweave::ingest
