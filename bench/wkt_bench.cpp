// How many WKT points a second on one core, beside GEOS and OGR, on the same texts in the same run:
//   wkt_bench [POINTS] [RUNS]
// Answers are compared to the last bit before anything is timed. Prints rows of a Markdown table, medians of the runs.
#include "geo/wkt.hpp"

#include <fmt/format.h>

#include <geos_c.h>
#include <ogr_api.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <functional>
#include <memory>
#include <random>
#include <string>
#include <vector>

namespace {

using namespace cityweave;

struct Position {
    double lon;
    double lat;
    friend bool operator==(const Position&, const Position&) = default;
};
using Reader = std::function<Position(const std::string&)>;
struct Texts {
    const char* name;
    std::vector<std::string> texts;
};

/// Points over the globe with `decimals` digits behind the point, as `format` writes them.
Texts made_texts(const char* name, fmt::string_view format, int decimals, std::size_t count) {
    std::mt19937_64 random(20'260'101);
    std::uniform_real_distribution<double> lon(-180, 180);
    std::uniform_real_distribution<double> lat(-90, 90);
    Texts made{.name = name, .texts = {}};
    for (std::size_t i = 0; i < count; ++i) {
        const auto x = lon(random);
        const auto y = lat(random);
        made.texts.push_back(fmt::format(fmt::runtime(format), fmt::format("{:.{}f}", x, decimals), fmt::format("{:.{}f}", y, decimals)));
    }
    return made;
}

Reader ours() {
    return [](const std::string& text) {
        const auto point = geo::parse_wkt_point(text);
        return point ? Position{point->lon(), point->lat()} : Position{999, 999};
    };
}

Reader geos() {
    const std::shared_ptr<std::remove_pointer_t<GEOSContextHandle_t>> context(GEOS_init_r(), GEOS_finish_r);
    const std::shared_ptr<GEOSWKTReader> reader(GEOSWKTReader_create_r(context.get()),
                                                [context](GEOSWKTReader* r) { GEOSWKTReader_destroy_r(context.get(), r); });
    return [context, reader](const std::string& text) {
        Position position{};
        auto* geometry = GEOSWKTReader_read_r(context.get(), reader.get(), text.c_str());
        GEOSGeomGetX_r(context.get(), geometry, &position.lon);
        GEOSGeomGetY_r(context.get(), geometry, &position.lat);
        GEOSGeom_destroy_r(context.get(), geometry);
        return position;
    };
}

Reader ogr() {
    return [](const std::string& text) {
        std::string copy = text; // OGR takes a char*, though it does not write
        char* begin = copy.data();
        OGRGeometryH geometry = nullptr;
        if (OGR_G_CreateFromWkt(&begin, nullptr, &geometry) != OGRERR_NONE) return Position{999, 999};
        const Position position{OGR_G_GetX(geometry, 0), OGR_G_GetY(geometry, 0)};
        OGR_G_DestroyGeometry(geometry);
        return position;
    };
}

void require_equal(const Texts& texts, const Reader& reader, const Reader& peer, const char* name) {
    for (const auto& text : texts.texts)
        if (reader(text) != peer(text)) {
            fmt::print(stderr, "wkt_bench: {} reads \"{}\" otherwise\n", name, text);
            std::exit(1);
        }
}

/// Million points a second.
template <class Read>
double speed(const std::vector<std::string>& texts, const Read& read) {
    const auto begin = std::chrono::steady_clock::now();
    double sum = 0;
    for (const auto& text : texts) {
        const auto [lon, lat] = read(text);
        sum += lon + lat;
    }
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
    if (std::isnan(sum)) std::exit(1); // it is used, so nothing was left out
    return static_cast<double>(texts.size()) / took.count() / 1e6;
}

double median(std::vector<double> values) {
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

/// Readers take turns, so that what else the machine does meets all of them alike; ratios are of one turn.
void measure(const Texts& texts, int runs, const Reader& own, const Reader& geos, const Reader& ogr) {
    std::vector<double> own_speeds, geos_speeds, ogr_speeds, to_geos, to_ogr;
    for (int run = 0; run < runs; ++run) {
        own_speeds.push_back(speed(texts.texts, own));
        geos_speeds.push_back(speed(texts.texts, geos));
        ogr_speeds.push_back(speed(texts.texts, ogr));
        to_geos.push_back(own_speeds.back() / geos_speeds.back());
        to_ogr.push_back(own_speeds.back() / ogr_speeds.back());
    }
    fmt::print("| {} | {:.1f} | {:.2f} | {:.2f} | {:.1f} | {:.1f} |\n", texts.name, median(own_speeds), median(geos_speeds),
               median(ogr_speeds), median(to_geos), median(to_ogr));
}

} // namespace

int main(int argc, char** argv) {
    const std::size_t count = argc > 1 ? std::strtoul(argv[1], nullptr, 10) : 100'000;
    const int runs = argc > 2 ? std::atoi(argv[2]) : 25;
    const auto our_reader = ours();
    const auto geos_reader = geos();
    const auto ogr_reader = ogr();
    fmt::print("| points as text | ours, M/s | GEOS, M/s | OGR, M/s | ours / GEOS | ours / OGR |\n|---|---|---|---|---|---|\n");
    for (const auto& texts : {made_texts("`POINT (25.748151 61.924110)`", "POINT ({} {})", 6, count),
                              made_texts("`POINT(25.7482 61.9241)`", "POINT({} {})", 4, count),
                              made_texts("`POINT (25.748151234567 61.924110234567)`", "POINT ({} {})", 12, count),
                              made_texts("`POINT Z (25.748151 61.924110 12.5)`", "POINT Z ({} {} 12.5)", 6, count)}) {
        require_equal(texts, our_reader, geos_reader, "GEOS");
        require_equal(texts, our_reader, ogr_reader, "OGR");
        measure(texts, runs, our_reader, geos_reader, ogr_reader);
    }
    return 0;
}
