// The two stores of an atlas beside each other: saving, opening, and planners' questions.
//   store_bench GAZETTEER FOLDER ADDRESS [QUESTIONS]
// The atlas has every place of the gazetteer, in random networks of ten. It is saved as a GeoPackage in FOLDER and in the
// database of ADDRESS. Before anything is timed, both give the same answers to the last bit; then they take turns.
// By the clock, for most of a database's work is done elsewhere. Prints rows of a Markdown table, medians of the questions.
#include "atlas/gpkg_store.hpp"
#include "atlas/postgis_store.hpp"
#include "gazetteer/gazetteer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <functional>
#include <random>
#include <set>
#include <string>
#include <vector>

namespace {

using namespace cityweave;

[[noreturn]] void fail(const std::string& what) {
    fmt::print(stderr, "store_bench: {}\n", what);
    std::exit(1);
}

template <class Function>
double seconds(Function function) {
    const auto begin = std::chrono::steady_clock::now();
    function();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

double median(std::vector<double> values) {
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

atlas::Atlas atlas_of(const gazetteer::Gazetteer& gazetteer, std::mt19937& random) {
    constexpr std::uint32_t partners = 10;
    atlas::AtlasParts parts;
    for (std::uint32_t c = 0; c < 5; ++c)
        parts.clusters.push_back({.slug = fmt::format("c{}", c), .name = "C", .names = {}, .hue = "#000000", .shape = "circle"});
    for (std::uint32_t i = 0; i < gazetteer.size(); ++i) {
        const auto place = gazetteer.place_at(i);
        parts.places.push_back({.id = place.geonameid,
                                .name = std::string(place.name),
                                .country = std::string(place.country),
                                .position = place.position,
                                .population = place.population,
                                .search_names = {}});
    }
    for (std::uint32_t n = 0; n < gazetteer.size() / partners; ++n) {
        parts.networks.push_back({.slug = fmt::format("n{}", n), .name = fmt::format("N{}", n), .cluster = atlas::ClusterId(n % 5)});
        std::set<std::uint32_t> members;
        while (members.size() < partners) members.insert(static_cast<std::uint32_t>(random() % gazetteer.size()));
        for (const auto p : members)
            parts.memberships.push_back({.network = atlas::NetworkId(n),
                                         .place = atlas::PlaceId(p),
                                         .role = p == *members.begin() ? atlas::Role::lead : atlas::Role::partner,
                                         .partner = parts.places[p].name,
                                         .source = "bench"});
    }
    return atlas::Atlas::from_parts(std::move(parts));
}

using Ask = std::function<atlas::Question(const atlas::Place& centre)>;

/// "n7 lead, n9 partner"
std::string networks_of(const atlas::Answer& answer, const atlas::Neighbour& neighbour) {
    std::string text;
    for (const auto& [network, role] : atlas::networks_of(*answer.atlas, neighbour.place))
        text += fmt::format("{} {}, ", answer.atlas->network(network).slug, atlas::name_of(role));
    return text;
}

bool are_equal(const atlas::Answer& a, const atlas::Answer& b) {
    const auto same = [&](const atlas::Neighbour& p, const atlas::Neighbour& q) {
        return a.atlas->place(p.place) == b.atlas->place(q.place) && p.distance == q.distance && p.bearing == q.bearing &&
               networks_of(a, p) == networks_of(b, q);
    };
    return std::equal(a.found.begin(), a.found.end(), b.found.begin(), b.found.end(), same);
}

void compare(const char* name, const Ask& ask, atlas::AtlasView& file, atlas::AtlasView& database, int questions, std::mt19937& random) {
    const auto whole = file.whole();
    std::vector<double> of_file, of_database, hits;
    for (int i = 0; i < questions; ++i) {
        const auto question = ask(whole->places()[random() % whole->places().size()]);
        atlas::Answer first, second;
        of_file.push_back(seconds([&] { first = file.answer(question); }));
        of_database.push_back(seconds([&] { second = database.answer(question); }));
        if (!are_equal(first, second))
            fail(fmt::format("{}: the stores differ at {}, {}", name, question.centre.lon(), question.centre.lat()));
        hits.push_back(static_cast<double>(first.found.size()));
    }
    fmt::print("| {} | {:.0f} | {:.3f} ms | {:.2f} ms |\n", name, median(hits), 1e3 * median(of_file), 1e3 * median(of_database));
}

} // namespace

int main(int argc, char** argv) {
    if (argc < 4) fail("store_bench GAZETTEER FOLDER ADDRESS [QUESTIONS]");
    const auto gazetteer = gazetteer::Gazetteer::open(argv[1], base::Checksum::later);
    const int questions = argc > 4 ? std::atoi(argv[4]) : 200;
    std::mt19937 random(300);
    const auto atlas = atlas_of(gazetteer, random);
    atlas::GpkgStore file(std::filesystem::path(argv[2]) / "bench.gpkg");
    atlas::PostgisStore database(argv[3]);
    std::unique_ptr<atlas::AtlasView> of_file, of_database;
    fmt::print("| {} places, {} memberships | hits | GeoPackage and index | PostGIS |\n|---|---|---|---|\n", atlas.places().size(),
               atlas.memberships().size());
    fmt::print("| save | | {:.2f} s | {:.2f} s |\n", seconds([&] { file.save(atlas); }), seconds([&] { database.save(atlas); }));
    fmt::print("| save again | | {:.2f} s | {:.2f} s |\n", seconds([&] { file.save(atlas); }), seconds([&] { database.save(atlas); }));
    fmt::print("| load | | {:.2f} s | {:.2f} s |\n", seconds([&] { (void)file.load(); }), seconds([&] { (void)database.load(); }));
    fmt::print("| open a view | | {:.2f} s | {:.3f} s |\n", seconds([&] { of_file = file.view(); }),
               seconds([&] { of_database = database.view(); }));
    fmt::print("| its first answer | | {:.3f} s | {:.3f} s |\n",
               seconds([&] { (void)of_file->answer({.centre = atlas.places()[0].position, .count = 1}); }),
               seconds([&] { (void)of_database->answer({.centre = atlas.places()[0].position, .count = 1}); }));
    const auto near = [](double km) {
        return [km](const atlas::Place& p) { return atlas::Question{.centre = p.position, .radius = geo::kilometres(km)}; };
    };
    const auto filtered = [](const atlas::Place& p) {
        return atlas::Question{.centre = p.position, .radius = geo::kilometres(300), .clusters = {"c1"}, .roles = {atlas::Role::lead}};
    };
    const auto further = [](const atlas::Place& p) {
        return atlas::Question{.centre = p.position,
                               .radius = geo::kilometres(300),
                               .relations = atlas::Relations{.subject = p.id, .partners_of_partners = true, .not_yet_linked = true}};
    };
    compare("near, 30 km", near(30), *of_file, *of_database, questions, random);
    compare("near, 300 km", near(300), *of_file, *of_database, questions, random);
    compare("near, 300 km, leads of one theme", filtered, *of_file, *of_database, questions, random);
    compare("near, 300 km, partners of partners not yet linked", further, *of_file, *of_database, questions, random);
    compare(
        "nearest, 10", [](const atlas::Place& p) { return atlas::Question{.centre = p.position, .count = 10}; }, *of_file, *of_database,
        questions, random);
}
