// What the geocoder finds, kind by kind, beside the plainest look-up; how far its confidence can be trusted; how fast it is.
//   cityweave_geocoder_bench GAZETTEER            Markdown for bench/README.md
//   cityweave_geocoder_bench GAZETTEER --answers  every answer in full, to compare before and after a change for speed
// Answers are checked before they are timed; exit code 1 if they are not good enough.
#include "base/unicode.hpp"
#include "tests/gazetteer/name_scores.hpp"

#include <fmt/format.h>
#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <ctime>
#include <exception>
#include <iostream>
#include <random>

namespace {

using namespace cityweave;
using Clock = std::chrono::steady_clock;

/// Of all threads of the process, of which the geocoder uses one: what other processes do on the machine does not count.
double processor_seconds() {
    return static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
}

double seconds_since(Clock::time_point begin) {
    return std::chrono::duration<double>(Clock::now() - begin).count();
}

double median(std::vector<double> values) {
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

struct Opened {
    gazetteer::Gazetteer gazetteer;
    gazetteer::Countries countries{gazetteer};
    gazetteer::Geocoder geocoder{gazetteer, countries};
    explicit Opened(const std::string& path) : gazetteer(gazetteer::Gazetteer::open(path, base::Checksum::later)) {}
};

/// Seconds from nothing to the first answer, the file being in the system's cache.
double first_answer(const std::string& path) {
    constexpr int runs = 21;
    std::vector<double> times;
    for (int i = 0; i < runs; ++i) {
        const auto begin = Clock::now();
        const Opened opened(path);
        if (!opened.geocoder.geocode("Lyon", {}).chosen) throw std::runtime_error("Lyon is not found");
        times.push_back(seconds_since(begin));
    }
    return median(times);
}

/// Towns of Europe of more than a thousand people, by their own names, with their countries.
std::vector<test::NameCase> towns(const gazetteer::Gazetteer& gazetteer, std::size_t most) {
    constexpr std::uint64_t town = 1000;
    constexpr std::size_t shortest = 6; // so that two letters wrong leave a name
    const std::string_view countries = "AT BE BG CH CZ DE DK ES FI FR GB GR HR HU IT LT PL PT RO SE SI SK";
    std::vector<test::NameCase> all;
    for (std::uint32_t i = 0; i < gazetteer.size(); ++i) {
        const auto& record = gazetteer.record(i);
        if (record.population < town || std::string_view(record.feature.data(), 4) == "PPLX") continue;
        const auto place = gazetteer.place_at(i);
        if (base::fold_for_search(place.name).size() < shortest) continue;
        if (countries.find(place.country) == std::string_view::npos) continue;
        all.push_back({.kind = "", .text = place.name, .country = place.country, .expected = place.geonameid});
    }
    std::mt19937 random(1); // always the same
    std::shuffle(all.begin(), all.end(), random);
    all.resize(std::min(all.size(), most));
    return all;
}

/// One letter left out, doubled, replaced or swapped with its neighbour, in the middle of the name.
void misspell(std::string& text, std::mt19937& random) {
    auto points = base::code_points(text);
    const auto at = 1 + random() % (points.size() - 2);
    switch (random() % 4) {
    case 0: points.erase(points.begin() + static_cast<std::ptrdiff_t>(at)); break;
    case 1: points.insert(points.begin() + static_cast<std::ptrdiff_t>(at), points[at]); break;
    case 2: points[at] = U'e'; break;
    default: std::swap(points[at], points[at - 1]);
    }
    text.clear();
    for (const auto c : points) base::append_utf8(text, c);
}

std::vector<test::NameCase> misspelt(std::vector<test::NameCase> names, int edits) {
    std::mt19937 random(static_cast<unsigned>(edits));
    for (auto& name : names)
        for (int i = 0; i < edits; ++i) misspell(name.text, random);
    return names;
}

struct Speed {
    double per_second;
    double right;
};

/// Right answers are counted first; then all are given again, in batches of which the median counts.
Speed measure(const Opened& opened, const std::vector<test::NameCase>& names) {
    const auto scores = test::score(opened.gazetteer, names, [&](const auto& name) { return test::geocoded(opened.geocoder, name); });
    constexpr std::size_t batches = 7;
    std::vector<double> rates;
    for (std::size_t b = 0; b < batches; ++b) {
        std::size_t chosen = 0, count = 0;
        const auto begin = processor_seconds();
        for (auto i = b; i < names.size(); i += batches, ++count)
            chosen += opened.geocoder.geocode(names[i].text, {.country = names[i].country}).chosen ? 1U : 0U;
        rates.push_back(static_cast<double>(count) / (processor_seconds() - begin));
        if (chosen == 0) throw std::runtime_error("no name is found");
    }
    return {.per_second = median(rates), .right = scores.placeable.share()};
}

void print_kinds(const Opened& opened, const std::string& set) {
    const auto cases = test::name_cases(set);
    const auto ours = test::score(opened.gazetteer, cases, [&](const auto& name) { return test::geocoded(opened.geocoder, name); });
    const auto plain = test::score(opened.gazetteer, cases, [&](const auto& name) { return test::exact_name(opened.gazetteer, name); });
    fmt::print("\n### Names of the set `{}`\n\n| kind | names | right % | exact name only, right % |\n|---|---|---|---|\n", set);
    const auto row = [](const std::string& kind, const test::NameScore& a, const test::NameScore& b) {
        fmt::print("| {} | {} | {:.1f} | {:.1f} |\n", kind, a.all, 100 * a.share(), 100 * b.share());
    };
    for (const auto& [kind, score] : ours.by_kind) row(kind, score, plain.by_kind.at(kind));
    row("**names of a town**", ours.placeable, plain.placeable);
    row("**names of no town**", ours.placeless, plain.placeless);
    const auto& calibration = ours.calibration;
    fmt::print(
        "\nExpected calibration error {:.4f} over {} answers.\n\n| confidence | answers | mean confidence | right |\n|---|---|---|---|\n",
        calibration.error(), calibration.answers());
    for (std::size_t i = 0; i < calibration.bins().size(); ++i)
        if (const auto& bin = calibration.bins().at(i); bin.count > 0)
            fmt::print("| {:.1f}–{:.1f} | {} | {:.3f} | {:.3f} |\n", 0.1 * static_cast<double>(i), 0.1 * static_cast<double>(i + 1),
                       bin.count, bin.confidence / bin.count, bin.right / bin.count);
}

void print_answers(const gazetteer::Geocoder& geocoder, const std::vector<test::NameCase>& names) {
    for (const auto& name : names) {
        const auto answer = geocoder.geocode(name.text, {.country = name.country});
        fmt::print("{}\t{}\t{}{}", name.text, name.country, answer.chosen ? "chosen" : "none ", answer.refusal);
        for (const auto& [place, score, reasons] : answer.candidates)
            fmt::print("\t{} {} {}", place.geonameid, score, fmt::join(reasons, ","));
        fmt::print("\n");
    }
}

/// Of all sets, and of towns' names with their country, without it, and misspelt.
int print_all_answers(const std::string& path) {
    constexpr std::size_t exact_count = 20'000, misspelt_count = 2'000, homeless_count = 200;
    const Opened opened(path);
    for (const auto* set : {"first", "tuned", "unseen"}) print_answers(opened.geocoder, test::name_cases(set));
    auto names = towns(opened.gazetteer, exact_count);
    print_answers(opened.geocoder, names);
    names.resize(misspelt_count);
    for (const int edits : {1, 2}) print_answers(opened.geocoder, misspelt(names, edits));
    for (auto& name : names) name.country.clear();
    print_answers(opened.geocoder, names);
    names.resize(homeless_count);
    for (const int edits : {1, 2}) print_answers(opened.geocoder, misspelt(names, edits));
    return 0;
}

double peak_mebibytes() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    constexpr double kibibytes = 1024;
    return static_cast<double>(usage.ru_maxrss) / kibibytes;
}

int run(const std::string& path) {
    constexpr std::size_t exact_count = 70'000, misspelt_count = 7'000;
    const double opening = first_answer(path);
    const Opened opened(path);
    auto names = towns(opened.gazetteer, exact_count);
    const auto exact = measure(opened, names);
    names.resize(std::min(names.size(), misspelt_count));
    const auto one = measure(opened, misspelt(names, 1)), two = measure(opened, misspelt(names, 2));
    fmt::print("| geocoder, per second of one core | measured | aim | right % |\n|---|---|---|---|\n");
    fmt::print("| exact names, with country | {:.0f}/s | 200,000/s | {:.1f} |\n", exact.per_second, 100 * exact.right);
    fmt::print("| one letter wrong | {:.0f}/s | 10,000/s | {:.1f} |\n", one.per_second, 100 * one.right);
    fmt::print("| two letters wrong | {:.0f}/s | 10,000/s | {:.1f} |\n", two.per_second, 100 * two.right);
    fmt::print("| opening and first answer, in process | {:.2f} ms | 5 ms | |\n", 1e3 * opening);
    const auto begin = Clock::now();
    opened.gazetteer.verify();
    fmt::print("| its checksum, which a command computes beside its work | {:.0f} ms | | |\n", 1e3 * seconds_since(begin));
    fmt::print("| peak memory of these | {:.0f} MiB | 150 MB | |\n", peak_mebibytes());
    for (const auto* set : {"first", "tuned", "unseen"}) print_kinds(opened, set);
    return exact.right >= 0.95 && one.right >= 0.8 ? 0 : 1;
}

} // namespace

int main(int count, const char* const* arguments) {
    const bool answers = count == 3 && std::string_view(arguments[2]) == "--answers";
    if (count != 2 && !answers) {
        std::cerr << "usage: cityweave_geocoder_bench GAZETTEER [--answers]\n";
        return 2;
    }
    try {
        return answers ? print_all_answers(arguments[1]) : run(arguments[1]);
    } catch (const std::exception& error) {
        std::cerr << "geocoder_bench: " << error.what() << '\n';
        return 1;
    }
}
