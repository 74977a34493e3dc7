#include "tests/gazetteer/name_scores.hpp"

#include "base/mapped_file.hpp"
#include "base/unicode.hpp"
#include "geo/geodesic.hpp"

#include <algorithm>
#include <cmath>
#include <sstream>

namespace cityweave::test {

std::vector<NameCase> read_name_cases(const std::filesystem::path& path) {
    std::istringstream lines(std::string(base::MappedFile::open(path).text()));
    std::vector<NameCase> all;
    std::string line;
    std::getline(lines, line);
    while (std::getline(lines, line)) {
        std::istringstream fields(line + '\t');
        NameCase c;
        std::string number;
        std::getline(fields, c.kind, '\t');
        std::getline(fields, c.text, '\t');
        std::getline(fields, c.country, '\t');
        std::getline(fields, number, '\t');
        c.expected = number.empty() ? 0 : std::stoull(number);
        all.push_back(std::move(c));
    }
    return all;
}

std::vector<NameCase> name_cases(const std::string& set) {
    return read_name_cases(CITYWEAVE_SOURCE_DIR "/tests/gazetteer/names_" + set + ".tsv");
}

bool right_place(const gazetteer::Gazetteer& gazetteer, std::uint64_t got, std::uint64_t expected) {
    constexpr double most_metres = 10'000;
    if (got == expected || got == 0 || expected == 0) return got == expected;
    const auto a = gazetteer.place(got), b = gazetteer.place(expected);
    return a && b && geo::distance(a->position, b->position).value() <= most_metres;
}

void Calibration::add(double confidence, bool right) {
    auto& bin = bins_.at(std::min<std::size_t>(9, static_cast<std::size_t>(confidence * 10)));
    bin.count += 1;
    bin.confidence += confidence;
    bin.right += right ? 1 : 0;
}

double Calibration::answers() const {
    double sum = 0;
    for (const auto& bin : bins_) sum += bin.count;
    return sum;
}

double Calibration::error() const {
    double sum = 0;
    for (const auto& bin : bins_) sum += std::abs(bin.confidence - bin.right);
    return sum / std::max(1.0, answers());
}

Scores score(const gazetteer::Gazetteer& gazetteer, const std::vector<NameCase>& cases,
             const std::function<Answered(const NameCase&)>& answer) {
    Scores scores;
    for (const auto& c : cases) {
        const auto [got, confidence] = answer(c);
        const bool right = right_place(gazetteer, got, c.expected);
        for (auto* one : {&scores.by_kind[c.kind], c.expected == 0 ? &scores.placeless : &scores.placeable}) {
            ++one->all;
            one->right += right ? 1 : 0;
        }
        if (got != 0) scores.calibration.add(confidence, right);
        if (!right) scores.wrong.push_back(c);
    }
    return scores;
}

Answered geocoded(const gazetteer::Geocoder& geocoder, const NameCase& name) {
    const auto answer = geocoder.geocode(name.text, {.country = name.country});
    if (!answer.chosen) return {};
    return {.geonameid = answer.candidates.front().place.geonameid, .confidence = answer.candidates.front().score};
}

Answered exact_name(const gazetteer::Gazetteer& gazetteer, const NameCase& name) {
    Answered best;
    std::uint64_t most = 0;
    for (const auto& named : gazetteer.named(base::fold_for_search(name.text))) {
        const auto& place = gazetteer.record(named.index);
        if (!name.country.empty() && std::string_view(place.country.data(), 2) != name.country) continue;
        if (best.geonameid != 0 && place.population <= most) continue;
        best = {.geonameid = place.geonameid, .confidence = 1};
        most = place.population;
    }
    return best;
}

} // namespace cityweave::test
