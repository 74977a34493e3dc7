// One text on its way to an answer: what is tried in which order, and what counts. Inside of geocoder.hpp; nobody else needs it.
#pragma once

#include "gazetteer/candidate.hpp"
#include "gazetteer/countries.hpp"
#include "gazetteer/gazetteer.hpp"
#include "gazetteer/name_spans.hpp"
#include "gazetteer/name_text.hpp"
#include "gazetteer/place_rating.hpp"

#include <string>
#include <vector>

namespace cityweave::gazetteer {

/// A span with its best places, and how good it is as the text's town.
struct RatedSpan {
    const NameSpan* span = nullptr;
    std::vector<RatedPlace> places; ///< best first
    double rank = 0;
    double confidence = 0;
    bool bilingual = false; ///< the next words name the same place
};

/// One text on its way to an answer.
class Search {
public:
    Search(const Gazetteer& gazetteer, const NameText& text, const GeocodeContext& given)
        : gazetteer_(gazetteer), text_(text), given_(given) {
        country_ = Countries::sovereign(!given.country.empty() && !given.country_doubted ? given.country : text.country);
        if (country_.empty() && !given.country.empty()) doubted_ = Countries::sovereign(given.country);
    }

    [[nodiscard]] Geocoding answer() {
        if (!names_something()) return refused(text_.words.empty() ? "no-town" : text_.whole_country ? "country-only" : "no-town");
        if (plain_name() && attempt({whole_span(text_)}, country_)) return chosen();
        if (attempt(written_spans(country_), country_)) {
            attempt_longer_misspelt();
            return chosen();
        }
        if (attempt_confused_code() || attempt_forms() || attempt_elsewhere()) return chosen();
        if (attempt_misspelt()) return chosen();
        return refused(why_not());
    }

private:
    [[nodiscard]] bool names_something() const;
    /// The common case: the whole text is a name of the gazetteer and no word of it is in a list.
    [[nodiscard]] bool plain_name() const { return !text_.whole.empty() && text_.kinds == 0 && !text_.parted; }
    [[nodiscard]] std::vector<NameSpan> written_spans(const std::string& country) const;
    [[nodiscard]] bool all_words(const NameSpan& span, std::uint32_t kinds) const;
    [[nodiscard]] bool only_a_country(const NameSpan& span, const PlaceRecord& place) const;
    void put_best_first(std::vector<RatedSpan>& rated) const;
    void join_bilingual(std::vector<RatedSpan>& rated);
    [[nodiscard]] bool attempt(std::vector<NameSpan> spans, const std::string& country);
    [[nodiscard]] bool attempt_forms();
    void attempt_longer_misspelt();
    [[nodiscard]] std::vector<NameSpan> misspelt_anywhere() const;
    [[nodiscard]] bool told_country(const PlaceRecord& place, const std::string& country) const;
    static void share_confidence(std::vector<RatedSpan>& rated);
    [[nodiscard]] bool beside_known_name(const NameSpan& span) const;
    void admit_companions(std::vector<RatedSpan>& admitted, const std::vector<RatedSpan>& refused) const;
    [[nodiscard]] bool attempt_misspelt();
    [[nodiscard]] bool attempt_confused_code();
    [[nodiscard]] bool attempt_elsewhere();
    [[nodiscard]] bool inside_area(const NameSpan& span) const;
    [[nodiscard]] bool looks_like_person() const;
    [[nodiscard]] std::vector<RatedPlace> rate(const NameSpan& span, const std::string& country) const;
    [[nodiscard]] RatedSpan rate_span(const NameSpan& span, const std::string& country) const;
    [[nodiscard]] bool acceptable(const RatedSpan& rated, const std::string& country) const;
    [[nodiscard]] bool fits_area(const RatedSpan& rated) const;
    [[nodiscard]] bool fits_country(const NameSpan& span, const PlaceRecord& place, bool told) const;
    [[nodiscard]] bool fits_match(const RatedSpan& rated, bool told) const;
    [[nodiscard]] bool fits_words(const RatedSpan& rated, bool told) const;
    [[nodiscard]] double confidence(const RatedSpan& rated, const std::string& country) const;
    [[nodiscard]] std::string why_not() const;
    [[nodiscard]] Geocoding chosen() const;
    [[nodiscard]] Geocoding refused(std::string code) const;

    const Gazetteer& gazetteer_;
    const NameText& text_;
    const GeocodeContext& given_;
    std::string country_; ///< sovereign asked for; empty: anywhere
    std::string doubted_;
    bool contradicted_ = false;
    bool none_by_one_edit_ = false; ///< no name of the country asked for is one edit away: that search need not be made again
    std::vector<NameSpan> spans_;
    std::vector<RatedSpan> ranked_; ///< the chosen first
};

} // namespace cityweave::gazetteer
