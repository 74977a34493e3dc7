// Sets of names with the place expected, and how well answers agree with them; for tests and benchmarks. Prints nothing.
#pragma once

#include "gazetteer/geocoder.hpp"

#include <array>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <vector>

namespace cityweave::test {

/// One row of tests/gazetteer/names_*.tsv.
struct NameCase {
    std::string kind;
    std::string text;
    std::string country;    ///< alpha-2 told beside it; may be empty
    std::uint64_t expected; ///< GeoNames id; 0: the text names no town
};

/// Throws IoError if there is no such file; precondition: it has the four columns.
[[nodiscard]] std::vector<NameCase> read_name_cases(const std::filesystem::path& path);
/// A set of tests/gazetteer: "first", "tuned" or "unseen".
[[nodiscard]] std::vector<NameCase> name_cases(const std::string& set);

/// Right within 10 km, or rightly none (0).
[[nodiscard]] bool right_place(const gazetteer::Gazetteer& gazetteer, std::uint64_t got, std::uint64_t expected);

struct NameScore {
    int right = 0;
    int all = 0;
    [[nodiscard]] double share() const { return all == 0 ? 0 : static_cast<double>(right) / all; }
};

/// Expected calibration error over ten bins of confidence.
class Calibration {
public:
    void add(double confidence, bool right);
    [[nodiscard]] double error() const;
    [[nodiscard]] double answers() const;
    struct Bin {
        double count = 0, confidence = 0, right = 0; ///< sums
    };
    [[nodiscard]] const std::array<Bin, 10>& bins() const { return bins_; }

private:
    std::array<Bin, 10> bins_{};
};

struct Scores {
    std::map<std::string, NameScore> by_kind; ///< a kind that begins with "none" or has no place expected counts as names of no town
    NameScore placeable;
    NameScore placeless;
    Calibration calibration;
    std::vector<NameCase> wrong;
};

/// The answer to one case: place, or 0, and how sure.
struct Answered {
    std::uint64_t geonameid = 0;
    double confidence = 0;
};
[[nodiscard]] Scores score(const gazetteer::Gazetteer& gazetteer, const std::vector<NameCase>& cases,
                           const std::function<Answered(const NameCase&)>& answer);
/// What the geocoder says.
[[nodiscard]] Answered geocoded(const gazetteer::Geocoder& geocoder, const NameCase& name);
/// The plainest way to do it: of the places of the country told (or anywhere) that have exactly this name but for case and
/// diacritics, the most populous.
[[nodiscard]] Answered exact_name(const gazetteer::Gazetteer& gazetteer, const NameCase& name);

} // namespace cityweave::test
