// Points by distance on one core, beside Boost.Geometry's R-tree (geographic, spherical) and nanoflann, on the same
// questions in the same run:
//   spatial_bench CITIES [COPIES] [RUNS] [SECONDS]
// CITIES is GeoNames' table; each further copy of its points is scattered by 0.1° (σ), so 50 copies make ten million.
// Centres are 1,000 of the cities. Every hit's number is delivered. Before anything is timed, our answers are compared
// with a scan by Karney's geodesic, and the peers' with ours: they may differ only as far as their model of the Earth does.
// Peers and index then take turns, each peer for at most SECONDS a turn; ratios are of the questions both answered, and
// rates per second of processor time, so that what else runs counts less. Prints rows of Markdown tables, medians of the runs.
#include "geo/geodesic.hpp"
#include "geo/geodesic_bounds.hpp"
#include "geo/living_index.hpp"
#include "geo/spatial_index.hpp"
#include "geo/spatial_index_file.hpp"

#include <boost/geometry.hpp>
#include <boost/geometry/index/rtree.hpp>
#include <fmt/format.h>
#include <nanoflann.hpp>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <malloc.h>
#include <memory>
#include <numbers>
#include <random>
#include <string>
#include <vector>

namespace {

using namespace cityweave;
namespace bg = boost::geometry;
namespace bgi = boost::geometry::index;

using Numbers = std::vector<std::uint32_t>;
using Points = std::vector<geo::LonLat>;

constexpr double mean_radius = 6'371'008.8;
constexpr double radians = std::numbers::pi / 180;

[[noreturn]] void fail(const std::string& what) {
    fmt::print(stderr, "spatial_bench: {}\n", what);
    std::exit(1);
}

double now() {
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

/// Processor time of this thread: what work costs, however many others want the core.
double spent() {
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
}

double median(std::vector<double> values) {
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

std::size_t bytes_in_use() {
    const auto info = mallinfo2();
    return info.uordblks + info.hblkhd;
}

Points cities(const std::string& path) {
    std::ifstream file(path);
    Points points;
    for (std::string line; std::getline(file, line);) {
        std::size_t at = 0;
        for (int tab = 0; tab < 4; ++tab) at = line.find('\t', at) + 1;
        const double lat = std::strtod(line.c_str() + at, nullptr);
        const double lon = std::strtod(line.c_str() + line.find('\t', at) + 1, nullptr);
        points.push_back(geo::LonLat::wrapped({.lon = lon, .lat = lat}));
    }
    if (points.size() < 1000) fail(path + ": expected a table of cities");
    return points;
}

Points scattered(const Points& cities, std::size_t copies) {
    std::mt19937_64 random(10);
    std::normal_distribution<double> offset(0, 0.1);
    Points points = cities;
    points.reserve(cities.size() * copies);
    for (std::size_t copy = 1; copy < copies; ++copy)
        for (const auto city : cities) {
            const double lon = city.lon() + offset(random), lat = std::clamp(city.lat() + offset(random), -89.9, 89.9);
            points.push_back(geo::LonLat::wrapped({.lon = lon, .lat = lat}));
        }
    return points;
}

class Engine {
public:
    virtual ~Engine() = default;
    virtual void within(geo::LonLat centre, double radius, Numbers& numbers) const = 0;
    virtual void nearest(geo::LonLat centre, std::size_t k, Numbers& numbers) const = 0;
};

class Ours : public Engine {
public:
    Ours(const Points& points, unsigned jobs) : index_(points, base::Jobs::from_request(jobs)) {}
    void within(geo::LonLat centre, double radius, Numbers& numbers) const override {
        index_.numbers_within(centre, geo::Metres(radius), numbers, &effort);
    }
    void nearest(geo::LonLat centre, std::size_t k, Numbers& numbers) const override {
        index_.nearest_numbers(centre, k, numbers, &effort);
    }
    [[nodiscard]] std::size_t bytes() const { return index_.bytes().size(); }
    mutable geo::SearchEffort effort;

private:
    geo::SpatialIndex index_;
};

/// The R-tree over longitude and latitude: a box of degrees round the circle, then the distance to each point in it.
template <class System, class Strategy>
class BoostTree : public Engine {
public:
    using Point = bg::model::point<double, 2, System>;
    using Box = bg::model::box<Point>;
    using Entry = std::pair<Point, std::uint32_t>;

    BoostTree(const Points& points, Strategy strategy, double scale)
        : tree_(std::make_unique<bgi::rtree<Entry, bgi::linear<16>>>(entries(points))), strategy_(strategy), scale_(scale) {}

    void within(geo::LonLat centre, double radius, Numbers& numbers) const override {
        const Point from(centre.lon(), centre.lat());
        for (const Box& box : boxes(centre, radius))
            for (auto it = tree_->qbegin(bgi::intersects(box)); it != tree_->qend(); ++it)
                if (scale_ * bg::distance(from, it->first, strategy_) <= radius) numbers.push_back(it->second);
    }
    void nearest(geo::LonLat centre, std::size_t k, Numbers& numbers) const override {
        const Point from(centre.lon(), centre.lat());
        for (auto it = tree_->qbegin(bgi::nearest(from, static_cast<unsigned>(k))); it != tree_->qend(); ++it)
            numbers.push_back(it->second);
        std::sort(numbers.begin(), numbers.end());
    }

private:
    static std::vector<Entry> entries(const Points& points) {
        std::vector<Entry> result;
        result.reserve(points.size());
        for (std::uint32_t i = 0; i < points.size(); ++i) result.emplace_back(Point(points[i].lon(), points[i].lat()), i);
        return result;
    }
    static std::vector<Box> boxes(geo::LonLat centre, double radius) {
        const double angle = 1.01 * radius / mean_radius, lat = angle / radians;
        const double south = std::max(-90.0, centre.lat() - lat), north = std::min(90.0, centre.lat() + lat);
        if (south == -90 || north == 90) return {Box(Point(-180, south), Point(180, north))};
        const double lon = std::asin(std::sin(angle) / std::cos(centre.lat() * radians)) / radians;
        const double west = centre.lon() - lon, east = centre.lon() + lon;
        if (west < -180) return {Box(Point(-180, south), Point(east, north)), Box(Point(west + 360, south), Point(180, north))};
        if (east > 180) return {Box(Point(west, south), Point(180, north)), Box(Point(-180, south), Point(east - 360, north))};
        return {Box(Point(west, south), Point(east, north))};
    }
    std::unique_ptr<bgi::rtree<Entry, bgi::linear<16>>> tree_;
    Strategy strategy_;
    double scale_;
};

using Geographic = BoostTree<bg::cs::geographic<bg::degree>, bg::strategy::distance::andoyer<>>;
using Spherical = BoostTree<bg::cs::spherical_equatorial<bg::degree>, bg::strategy::distance::haversine<double>>;

/// A k-d tree over unit vectors.
class Nanoflann : public Engine {
public:
    explicit Nanoflann(const Points& points) {
        cloud_.vectors.reserve(points.size());
        for (const auto point : points) cloud_.vectors.push_back(unit(point));
        tree_ = std::make_unique<Tree>(3, cloud_, nanoflann::KDTreeSingleIndexAdaptorParams(10));
    }
    void within(geo::LonLat centre, double radius, Numbers& numbers) const override {
        const double chord = 2 * std::sin(radius / (2 * mean_radius));
        found_.clear();
        tree_->radiusSearch(unit(centre).data(), chord * chord, found_, nanoflann::SearchParams(0, 0, false));
        for (const auto& [number, squared] : found_) numbers.push_back(number);
    }
    void nearest(geo::LonLat centre, std::size_t k, Numbers& numbers) const override {
        numbers.resize(k);
        distances_.resize(k);
        numbers.resize(tree_->knnSearch(unit(centre).data(), k, numbers.data(), distances_.data()));
    }

private:
    using Vector = std::array<double, 3>;
    struct Cloud {
        std::vector<Vector> vectors;
        [[nodiscard]] std::size_t kdtree_get_point_count() const { return vectors.size(); }
        [[nodiscard]] double kdtree_get_pt(std::size_t i, std::size_t d) const { return vectors[i][d]; }
        template <class Box>
        bool kdtree_get_bbox(Box&) const {
            return false;
        }
    };
    using Tree = nanoflann::KDTreeSingleIndexAdaptor<nanoflann::L2_Simple_Adaptor<double, Cloud>, Cloud, 3, std::uint32_t>;
    static Vector unit(geo::LonLat p) {
        const double lon = p.lon() * radians, lat = p.lat() * radians;
        return {std::cos(lat) * std::cos(lon), std::cos(lat) * std::sin(lon), std::sin(lat)};
    }
    Cloud cloud_;
    std::unique_ptr<Tree> tree_;
    mutable std::vector<std::pair<std::uint32_t, double>> found_;
    mutable std::vector<double> distances_;
};

/// A question: a radius in metres, or the number of neighbours.
struct Question {
    const char* name;
    double radius;
    std::size_t k;
};
constexpr std::array questions{Question{"10 km", 1e4, 0}, Question{"200 km", 2e5, 0}, Question{"1,000 km", 1e6, 0},
                               Question{"10 nearest", 0, 10}};

void answer(const Engine& engine, const Question& question, geo::LonLat centre, Numbers& numbers) {
    numbers.clear();
    if (question.k == 0)
        engine.within(centre, question.radius, numbers);
    else
        engine.nearest(centre, question.k, numbers);
}

/// Ours against every point measured by Karney's geodesic.
void require_exact(const Engine& ours, const Points& points, const Points& centres, std::size_t count) {
    for (std::size_t c = 0; c < count; ++c) {
        std::vector<std::pair<double, std::uint32_t>> all;
        for (std::uint32_t i = 0; i < points.size(); ++i) all.emplace_back(geo::distance(centres[c], points[i]).value(), i);
        std::sort(all.begin(), all.end());
        for (const auto& question : questions) {
            Numbers found, expected;
            answer(ours, question, centres[c], found);
            for (std::size_t i = 0; i < all.size() && (question.k == 0 ? all[i].first <= question.radius : i < question.k); ++i)
                expected.push_back(all[i].second);
            if (question.k == 0) {
                std::sort(found.begin(), found.end());
                std::sort(expected.begin(), expected.end());
            }
            if (found != expected) fail(fmt::format("{} of centre {}: not what a scan gives", question.name, c));
        }
    }
}

/// A peer may misplace only points as near the edge as its Earth is from ours, in parts of the radius.
void require_close(const Engine& ours, const Engine& peer, const char* name, const Points& points, const Points& centres,
                   double tolerance) {
    for (const auto& question : questions)
        for (std::size_t c = 0; c < 20; ++c) {
            Numbers a, b, differing;
            answer(ours, question, centres[c], a);
            answer(peer, question, centres[c], b);
            const double edge = question.k == 0 ? question.radius : geo::distance(centres[c], points[a.back()]).value();
            std::sort(a.begin(), a.end());
            std::sort(b.begin(), b.end());
            std::set_symmetric_difference(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(differing));
            for (const auto number : differing)
                if (std::abs(geo::distance(centres[c], points[number]).value() - edge) > tolerance * edge)
                    fail(fmt::format("{}, {} of centre {}: point {} is misplaced", name, question.name, c, number));
        }
}

struct Turn {
    std::size_t answered = 0;
    double seconds = 0;
    std::size_t hits = 0;
    [[nodiscard]] double rate() const { return static_cast<double>(answered) / seconds; }
};

/// Room for every answer, met before: nobody is timed while the system finds memory.
Numbers& answers_room(std::size_t points = 0) {
    static Numbers room;
    room.resize(std::max(points, room.size()));
    return room;
}

Turn turn(const Engine& engine, const Question& question, const Points& centres, std::size_t most, double seconds) {
    Turn result;
    Numbers& numbers = answers_room();
    const double begin = spent(), deadline = now() + seconds;
    while (result.answered < most && (result.answered == 0 || now() < deadline)) {
        answer(engine, question, centres[result.answered++], numbers);
        result.hits += numbers.size();
    }
    result.seconds = spent() - begin;
    return result;
}

struct Budget {
    int runs;
    double seconds;
};

void measure(const char* name, const Ours& ours, const Engine& peer, const Points& centres, Budget budget) {
    std::string row = fmt::format("| {} |", name);
    for (const auto& question : questions) {
        std::vector<double> rates, ratios;
        for (int run = 0; run < budget.runs; ++run) {
            const auto theirs = turn(peer, question, centres, centres.size(), budget.seconds);
            const auto own = turn(ours, question, centres, theirs.answered, 1e9);
            rates.push_back(theirs.rate());
            ratios.push_back(own.rate() / theirs.rate());
        }
        row += fmt::format(" {:.0f} ({:.1f}×) |", median(rates), median(ratios));
    }
    fmt::print("{}\n", row);
    std::fflush(stdout);
}

/// Small sets are built several times, for the median.
template <class Make>
auto built(const char* name, std::size_t points, double (*clock)(), Make make) {
    std::vector<double> times;
    decltype(make()) engine;
    std::size_t bytes = 0;
    for (int run = 0; run < (points < 1'000'000 ? 9 : 1); ++run) {
        engine.reset();
        const std::size_t before = bytes_in_use();
        const double begin = clock();
        engine = make();
        times.push_back(clock() - begin);
        bytes = bytes_in_use() - before;
    }
    fmt::print("| {} | {:.3f} | {:.1f} |\n", name, median(times), static_cast<double>(bytes) / static_cast<double>(points));
    std::fflush(stdout);
    return engine;
}

void print_ours(const Ours& ours, const Points& centres, int runs) {
    std::string row = "| **ours, WGS 84, exact** |", hits = "| hits, geodesics a question |";
    for (const auto& question : questions) {
        std::vector<double> rates;
        ours.effort = {};
        std::size_t found = 0;
        for (int run = 0; run < runs; ++run) {
            const auto own = turn(ours, question, centres, centres.size(), 1e9);
            rates.push_back(own.rate());
            found = own.hits;
        }
        const double asked = static_cast<double>(centres.size());
        row += fmt::format(" **{:.0f}** |", median(rates));
        hits +=
            fmt::format(" {:.0f}, {:.3f} |", static_cast<double>(found) / asked, static_cast<double>(ours.effort.geodesics) / asked / runs);
    }
    fmt::print("{}\n{}\n", row, hits);
}

/// Keeping the index in a file, against building it.
void measure_file(const Points& points) {
    const auto path = std::filesystem::temp_directory_path() / fmt::format("spatial_bench-{}.cwi", points.size());
    const geo::SpatialIndex index(points, base::Jobs::from_request(0));
    double begin = now();
    geo::write_spatial_index(path, index, geo::stamp_of(points));
    const double writing = now() - begin;
    begin = now();
    if (!geo::read_spatial_index(path, points)) fail("the index written is not the one read");
    fmt::print("The file: written in {:.3f} s, mapped and checked against the points in {:.3f} s.\n", writing, now() - begin);
    std::filesystem::remove(path);
}

/// Random changes, half additions and half removals, one at a time; then answers beside those of a new index.
void measure_living(const Points& points, const Points& centres) {
    std::mt19937 random(12);
    geo::LivingIndex living(points, base::Jobs::from_request(0));
    Points places = points;
    places.reserve(points.size() + 10'000);
    std::vector<bool> removed(points.size());
    std::vector<double> additions, removals;
    for (int change = 0; change < 10'000; ++change) {
        const double begin = spent();
        if (change % 2 == 0) {
            const auto place = points[random() % points.size()];
            places.push_back(geo::LonLat::wrapped({.lon = place.lon() + 1e-3, .lat = place.lat()}));
            (void)living.add(places.back());
            additions.push_back(spent() - begin);
            removed.push_back(false);
        } else {
            const auto number = static_cast<std::uint32_t>(random() % places.size());
            removed[number] = removed[number] || living.remove(number);
            removals.push_back(spent() - begin);
        }
    }
    const auto told = [](const char* name, std::vector<double> times) {
        std::sort(times.begin(), times.end());
        fmt::print("{}, processor time: median {:.4f} ms, 99 of 100 within {:.4f} ms, longest {:.3f} ms.\n", name,
                   times[times.size() / 2] * 1e3, times[times.size() * 99 / 100] * 1e3, times.back() * 1e3);
    };
    told("Additions", additions);
    told("Removals", removals);
    Points there;
    Numbers numbers;
    for (std::uint32_t i = 0; i < places.size(); ++i)
        if (!removed[i]) {
            there.push_back(places[i]);
            numbers.push_back(i);
        }
    const geo::SpatialIndex fresh(there, numbers, base::Jobs::from_request(0));
    const auto snapshot = living.snapshot();
    for (std::size_t c = 0; c < 100; ++c) {
        const auto a = snapshot.nearest(centres[c], 10), b = fresh.nearest(centres[c], 10);
        const auto same = [](const auto& p, const auto& q) { return p.point == q.point; };
        if (!std::equal(a.begin(), a.end(), b.begin(), b.end(), same)) fail("the living index answers otherwise than a new one");
    }
}

void print_questions() {
    fmt::print("\n| answers a second, one core (ours to it) | 10 km | 200 km | 1,000 km | 10 nearest |\n|---|---|---|---|---|\n");
}

} // namespace

int main(int argc, char** argv) {
    if (argc < 2) fail("expected the table of cities");
    const auto base_points = cities(argv[1]);
    const std::size_t copies = argc > 2 ? std::strtoul(argv[2], nullptr, 10) : 1;
    const Budget budget{.runs = argc > 3 ? std::atoi(argv[3]) : 5, .seconds = argc > 4 ? std::atof(argv[4]) : 2.0};
    const auto points = scattered(base_points, copies);
    Points centres;
    std::mt19937 random(11);
    std::sample(base_points.begin(), base_points.end(), std::back_inserter(centres), 1000, random);
    std::shuffle(centres.begin(), centres.end(), random);

    const std::size_t n = points.size();
    fmt::print("{} points\n\n| built in | s | bytes a point |\n|---|---|---|\n", n);
    built("ours, all cores, by the clock", n, now, [&] { return std::make_unique<Ours>(points, 0); });
    const auto ours = built("ours, one core", n, spent, [&] { return std::make_unique<Ours>(points, 1); });
    require_exact(*ours, points, centres, n < 1'000'000 ? 20 : n < 20'000'000 ? 2 : 1);

    const bool huge = n > 20'000'000; // then memory is for the index and one peer
    if (!huge) measure_file(points);
    if (!huge) measure_living(points, centres);
    fmt::print("\n");
    answers_room(n);
    const auto against = [&](const char* name, double tolerance, auto make) {
        const auto peer = built(name, n, spent, make);
        require_close(*ours, *peer, name, points, centres, tolerance);
        print_questions();
        print_ours(*ours, centres, budget.runs);
        measure(name, *ours, *peer, centres, budget);
        fmt::print("\n");
    };
    if (!huge)
        against("Boost R-tree, geographic (Andoyer)", 2e-5,
                [&] { return std::make_unique<Geographic>(points, bg::strategy::distance::andoyer<>(), 1.0); });
    if (!huge)
        against("Boost R-tree, spherical (haversine)", 0.006,
                [&] { return std::make_unique<Spherical>(points, bg::strategy::distance::haversine<double>(1.0), mean_radius); });
    against("nanoflann, unit vectors (sphere)", 0.006, [&] { return std::make_unique<Nanoflann>(points); });
    return 0;
}
