#include "ingest/extract.hpp"

#include "base/unicode.hpp"
#include "gazetteer/name_forms.hpp"
#include "gazetteer/place_rating.hpp"
#include "ingest/clusters.hpp"
#include "ingest/layout.hpp"
#include "ingest/layouts/points.hpp"
#include "ingest/leads.hpp"
#include "ingest/page_country.hpp"
#include "ingest/reading.hpp"
#include "ingest/title_ranks.hpp"
#include "ingest/titles.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <tuple>

namespace cityweave::ingest {

namespace {

constexpr std::array<Layout, 6> layouts = {read_lists, read_prose, read_tables, read_profiles, read_town_runs, read_country_groups};
constexpr double sure_of_own_name = 4; ///< below, a name said before may be better
constexpr double sure_of_name = 5;     ///< evidence from which a paragraph's own name needs no title beside it

constexpr double sure_of_short_name = 8; ///< evidence from which a name is not the beginning of a longer one
constexpr std::size_t blocks_looked_above = 400;
constexpr std::size_t fewest_of_article = 3; ///< paragraphs with networks of their own
constexpr double least_of_title = 1.5;       ///< below, a line is only a line
constexpr double sure_of_spoken = 7;         ///< evidence from which a title needs no headings of its rank over other lists
constexpr double sure_of_section = 20;       ///< evidence of a heading that names the network
constexpr double sure_of_title = 6.5;        ///< evidence for a title over names that have no countries

/// One network, whatever its spelling: the slug without hyphens.
std::string network_key(std::string_view name) {
    std::string key;
    for (const char c : base::slug(name))
        if (c != '-') key += c;
    return key;
}

bool overlaps(const Span& a, const Span& b) {
    return a.begin < b.end && b.begin < a.end;
}

/// Takes proposals one by one, the surest first, and keeps of each what no surer one holds.
class Settlement {
public:
    explicit Settlement(const Page& page) : page_(page) {
        for (const auto layout : layouts) layout(page_, proposals_);
        std::stable_sort(proposals_.begin(), proposals_.end(),
                         [](const Proposal& a, const Proposal& b) { return a.confidence > b.confidence; });
    }

    std::vector<Proposal> run() {
        for (auto& proposal : proposals_) keep(std::move(proposal));
        std::stable_sort(kept_.begin(), kept_.end(), [](const Proposal& a, const Proposal& b) { return a.first_block < b.first_block; });
        return std::move(kept_);
    }

private:
    void keep(Proposal proposal) {
        std::optional<std::size_t> rival;
        std::erase_if(proposal.entries, [&](const PlacedEntry& placed) {
            const auto [begin, end] = claimed_.equal_range(placed.block);
            const auto taken = std::find_if(begin, end, [&](const auto& claim) {
                return overlaps(claim.second.first, placed.entry.name) &&
                       !(proposal.shares_names && kept_[claim.second.second].shares_names);
            });
            if (taken == end) return false;
            rival = taken->second.second;
            if (placed.role == atlas::Role::lead && !proposal.weak) lead_too(*rival, placed);
            return true;
        });
        // A paragraph that names its network lends the name to the list it announces.
        if (!rival)
            for (std::size_t k = 0; k < kept_.size() && !rival; ++k)
                if (kept_[k].first_block == proposal.first_block && kept_[k].confidence >= 3 && proposal.confidence < 3) rival = k;
        if (rival && kept_[*rival].network.empty() && proposal.first_block <= kept_[*rival].first_block) {
            kept_[*rival].network = proposal.network;
            kept_[*rival].network_score = proposal.network_score;
            if (proposal.titled) kept_[*rival].first_block = proposal.first_block, kept_[*rival].titled = true;
        }
        if (proposal.entries.empty()) return;
        if (rival) { // what is left may be less than the layout saw
            proposal.first_block = proposal.entries.front().block;
            proposal.last_block = proposal.entries.back().block;
        }
        for (const auto& placed : proposal.entries) claimed_.emplace(placed.block, std::pair(placed.entry.name, kept_.size()));
        kept_.push_back(std::move(proposal));
    }

    void lead_too(std::size_t rival, const PlacedEntry& lead) {
        auto& entries = kept_[rival].entries;
        const bool has_lead = std::any_of(entries.begin(), entries.end(), [](const PlacedEntry& p) { return p.role == atlas::Role::lead; });
        for (auto& placed : entries)
            if (!has_lead && placed.block == lead.block && overlaps(placed.entry.name, lead.entry.name)) placed.role = atlas::Role::lead;
    }

    const Page& page_;
    std::vector<Proposal> proposals_;
    std::vector<Proposal> kept_;
    std::multimap<std::size_t, std::pair<Span, std::size_t>> claimed_;
};

/// A proposal with its network settled.
struct Settled {
    Proposal proposal;
    Presentation presentation;
    BlockRange about; ///< where the page may say who leads
};

class Extraction {
public:
    Extraction(const Page& page, Extract& extract) : page_(page), extract_(extract) {}

    void run() {
        auto proposals = Settlement(page_).run();
        count_presented(proposals);
        ranks_.emplace(page_, lists_of(proposals));
        for (std::size_t i = 0; i < proposals.size(); ++i) {
            const auto next = i + 1 < proposals.size() ? proposals[i + 1].first_block : page_.reading.blocks().size();
            settle(std::move(proposals[i]), next);
        }
        std::vector<Presentation> presentations;
        for (const auto& settled : settled_) presentations.push_back(settled.presentation);
        const Clusters clusters(page_, presentations);
        const auto presented = presented_blocks();
        std::erase_if(settled_, [&](const Settled& s) {
            return s.proposal.weak && clusters.over(s.presentation.block).empty() && !is_among(presented, s.presentation.block);
        });
        lengthen_names();
        imply_leads();
        tell_page_country();
        note_clusters(clusters);
        for (const auto& settled : settled_) add_rows(settled);
        join_twins();
        sort_by_line();
    }

private:
    /// Where lists of partners stand that do not tell their network.
    static std::vector<BlockRange> lists_of(const std::vector<Proposal>& proposals) {
        std::vector<BlockRange> lists;
        for (const auto& p : proposals)
            if (p.confidence >= 3 && p.network_score < sure_of_name && !p.weak && !p.titled)
                lists.push_back({p.first_block, p.last_block + 1});
        return lists;
    }

    /// A heading over paragraphs that each name a network of their own is no network's title.
    void count_presented(const std::vector<Proposal>& proposals) {
        for (const auto& proposal : proposals)
            if (proposal.confidence < 3 && !proposal.network.empty() && ++named_ > 0)
                if (const auto heading = heading_over(proposal.first_block)) presented_[*heading].insert(network_key(proposal.network));
    }

    /// Blocks whose paragraph names a network and tells its lead.
    [[nodiscard]] std::set<std::size_t> presented_blocks() const {
        std::set<std::size_t> blocks;
        for (const auto& s : settled_)
            if (!s.proposal.weak && s.proposal.confidence < 3) blocks.insert(s.presentation.block);
        return blocks;
    }

    /// Between paragraphs that each present a network with its lead, one more of that build is one too.
    static bool is_among(const std::set<std::size_t>& presented, std::size_t block) {
        constexpr std::size_t fewest = 2;
        return presented.size() >= fewest &&
               (presented.contains(block) || presented.contains(block + 1) || (block > 0 && presented.contains(block - 1)));
    }

    [[nodiscard]] std::optional<std::size_t> heading_over(std::size_t block) const {
        for (auto k = block; k-- > 0 && block - k <= blocks_looked_above;)
            if (page_.names.is_heading(k) && !page_.names.is_furniture_at(k)) return k;
        return std::nullopt;
    }

    [[nodiscard]] bool heads_several(std::size_t block) const {
        const auto found = presented_.find(block);
        return found != presented_.end() && found->second.size() > 1;
    }

    /// A lead and partners with their countries under labels are a partnership even where the page has no name for it.
    static bool proves_partnership(const Proposal& proposal) {
        const auto is_lead = [](const PlacedEntry& e) { return e.role == atlas::Role::lead; };
        const auto has_country = [](const PlacedEntry& e) { return !e.entry.country.empty(); };
        return proposal.confidence >= 3 && std::any_of(proposal.entries.begin(), proposal.entries.end(), is_lead) &&
               std::count_if(proposal.entries.begin(), proposal.entries.end(), has_country) >= 3;
    }

    [[nodiscard]] Title title_of(const Proposal& proposal) const {
        if (const auto* section = page_.sections.over(proposal.first_block)) return {section->network, section->heading, sure_of_section};
        if (const auto* title = ranks_->over(proposal.first_block)) {
            // A likely name right above the list is its own, whatever stands over others; so is one the text speaks of.
            auto own = title_for(page_, section_, proposal.first_block, partner_keys(proposal));
            const bool nearer = own.block + 1 == proposal.first_block && own.score >= sure_of_name;
            const bool spoken = own.score >= std::max(sure_of_spoken, title->score - 1) && page_.names.sentences_with(own.name) > 1;
            return nearer || spoken ? own : *title;
        }
        const bool article = named_ >= fewest_of_article && !proposal.network.empty();
        const bool own_name = proposal.confidence < 3 && (proposal.network_score >= 2 || article);
        if (!own_name || (!article && proposal.network_score < sure_of_own_name))
            return title_for(page_, section_, proposal.first_block, partner_keys(proposal));
        if (article && page_.reading.blocks()[proposal.first_block].heading == 0) return {};
        auto title = heading_above(page_, section_, proposal.first_block);
        const bool theme = heads_several(title.block) || (presented_.size() > 1 && page_.names.sentences_with(title.name) == 0);
        return title.score > 0 && theme ? Title{} : title;
    }

    [[nodiscard]] std::set<std::string> partner_keys(const Proposal& proposal) const {
        std::set<std::string> keys;
        for (const auto& placed : proposal.entries)
            keys.insert(network_key(page_.reading.blocks()[placed.block].text_of(placed.entry.name)));
        return keys;
    }

    /// A name that is one of the partners' is no network's.
    [[nodiscard]] bool is_own_partner(const Proposal& proposal) const {
        return partner_keys(proposal).contains(network_key(proposal.network));
    }

    /// Cards whose partners all stand in a list before them tell of the same network (layout X).
    [[nodiscard]] bool repeats(const Proposal& proposal) const {
        if (proposal.confidence > 1) return false;
        const auto& blocks = page_.reading.blocks();
        const auto same = [&](const PlacedEntry& a, const PlacedEntry& b) {
            return a.entry.country == b.entry.country &&
                   base::fold_exact(blocks[a.block].text_of(a.entry.name)) == base::fold_exact(blocks[b.block].text_of(b.entry.name));
        };
        constexpr std::size_t lists_looked_at = 12;
        const auto first = settled_.end() - static_cast<std::ptrdiff_t>(std::min(settled_.size(), lists_looked_at));
        return std::any_of(first, settled_.end(), [&](const Settled& s) {
            const auto& known = s.proposal.entries;
            return std::all_of(proposal.entries.begin(), proposal.entries.end(), [&](const PlacedEntry& placed) {
                return std::any_of(known.begin(), known.end(), [&](const PlacedEntry& k) { return same(placed, k); });
            });
        });
    }

    /// Where a line "* lead partner" says what it means, a star behind a name marks the lead.
    void mark_starred(Proposal& proposal) const {
        const auto& blocks = page_.reading.blocks();
        const auto is_legend = [&](const Line& line) {
            const auto words = words_of(line.text);
            return line.marker == Marker::star && !words.empty() && page_.reading.lexicon().match(Cue::lead, words, 0) == words.size();
        };
        const auto last = blocks.begin() + static_cast<std::ptrdiff_t>(std::min(blocks.size(), proposal.last_block + blocks_looked_above));
        if (std::none_of(blocks.begin() + static_cast<std::ptrdiff_t>(proposal.first_block), last, is_legend)) return;
        for (auto& placed : proposal.entries) {
            const auto rest = std::string_view(blocks[placed.block].text).substr(placed.entry.name.end);
            if (rest.starts_with('*') || rest.substr(0, placed.entry.whole.end - placed.entry.name.end).ends_with('*'))
                placed.role = atlas::Role::lead;
        }
    }

    /// A section whose heading speaks of a search names interested towns.
    [[nodiscard]] bool is_searched(const Proposal& proposal) const {
        const auto& blocks = page_.reading.blocks();
        const auto searches = [&](std::size_t k) { return page_.reading.lexicon().speaks_of_search(words_of(blocks[k].text)); };
        const auto is_lead = [](const PlacedEntry& e) { return e.role == atlas::Role::lead; };
        const bool led = std::any_of(proposal.entries.begin(), proposal.entries.end(), is_lead);
        const auto heading = heading_over(proposal.first_block);
        if (heading && !led && (searches(*heading) || is_of_persons(*heading))) return true;
        return is_search_page(proposal.first_block, searches);
    }

    /// "Elenco degli esperti" heads persons with their towns.
    [[nodiscard]] bool is_of_persons(std::size_t heading) const {
        const auto& words = page_.reading.words(heading);
        return page_.reading.lexicon().find(Cue::person, words) && !page_.reading.lexicon().holds_any({Cue::network, Cue::partner}, words);
    }

    /// The page's own title speaks of it: the first heading that is no menu, or one of the next few that stands apart.
    template <class Searches>
    [[nodiscard]] bool is_search_page(std::size_t before, Searches searches) const {
        constexpr std::size_t headings_looked_at = 5;
        const auto& blocks = page_.reading.blocks();
        std::size_t seen = 0;
        for (std::size_t k = 0; k < std::min(before, blocks_looked_above) && seen < headings_looked_at; ++k) {
            if (!page_.names.is_heading(k)) continue;
            const bool apart = blocks[k].blanks_before > 0 && k + 1 < blocks.size() && blocks[k + 1].blanks_before > 0;
            if (searches(k) && (seen == 0 || apart || blocks[k].heading == 1)) return true;
            if (!page_.names.is_furniture_at(k)) ++seen;
        }
        return false;
    }

    /// Partners right below a lead that stands alone: "Coordinator: Cracow, Poland." over lists by country.
    [[nodiscard]] bool completes_last(const Proposal& proposal) const {
        if (settled_.empty() || !proposal.network.empty()) return false;
        const auto& last = settled_.back().proposal;
        const auto is_lead = [](const PlacedEntry& e) { return e.role == atlas::Role::lead; };
        return last.entries.size() == 1 && is_lead(last.entries.front()) && last.last_block + 1 == proposal.first_block &&
               std::none_of(proposal.entries.begin(), proposal.entries.end(), is_lead);
    }

    /// `next`: the block at which the next partnership begins.
    void settle(Proposal proposal, std::size_t next) {
        Presentation presentation{.block = proposal.first_block, .key = {}, .strong = !proposal.weak, .is_title = proposal.titled};
        if (is_own_partner(proposal)) proposal.network.clear(), proposal.network_score = 0;
        // "In the network Quiet Streets the question is: …" below the heading "Quiet Streets".
        if (const auto* section = page_.sections.over(proposal.first_block);
            section && proposal.network.size() > section->network.size() && proposal.network.find(section->network) != std::string::npos)
            proposal.network.clear(), proposal.network_score = 0;
        if (completes_last(proposal)) {
            proposal.network = settled_.back().proposal.network;
            proposal.network_score = sure_of_name;
            presentation.block = settled_.back().presentation.block;
        }
        if (proposal.network_score < sure_of_name && !proposal.weak) {
            const auto title = title_of(proposal);
            if (proposal.needs_name && std::max(title.score, proposal.network_score) < sure_of_title) return;
            if (title.score > proposal.network_score + (proposal.network.empty() ? 0 : 1.5) && title.score >= least_of_title) {
                proposal.network = title.name;
                presentation.block = title.block;
                presentation.is_title = page_.names.is_heading(title.block) || title.block != proposal.first_block;
                network_before_ = title.name;
            } else if (proposal.network.empty()) {
                if (named_ >= fewest_of_article && proposal.confidence < 3) return; // another network, whose name was not found
                proposal.network = network_before_;
            }
        }
        presentation.key = network_key(proposal.network);
        constexpr std::size_t blocks_behind = 12; // "• Coordinated by …" below the list
        const BlockRange about{std::max(section_, presentation.block), std::min(next, proposal.last_block + blocks_behind)};
        find_lead(page_, proposal, about.first, about.last);
        if (proposal.confidence >= 3 || !proposal.weak) network_before_ = proposal.network;
        if (!proposal.weak) section_ = proposal.last_block + 1;
        if (repeats(proposal)) return;
        mark_starred(proposal);
        if (is_own_partner(proposal)) proposal.network.clear(), proposal.network_score = 0;
        if (is_searched(proposal)) return;
        if (presentation.key.empty() && !proves_partnership(proposal)) return;
        settled_.push_back({std::move(proposal), std::move(presentation), about});
    }

    /// "One Health" said where the page elsewhere speaks of "One Health 4 Cities" is the same network, cut short.
    void lengthen_names() {
        std::map<std::string, std::pair<double, std::string>> known; // name → best evidence for it, its key
        for (const auto& s : settled_) {
            auto& best = known.try_emplace(s.proposal.network, 0.0, s.presentation.key).first->second;
            best.first = std::max(best.first, s.proposal.network_score);
        }
        for (auto& settled : settled_) {
            const auto mine = settled.proposal.network + ' ';
            if (mine.size() == 1 || settled.proposal.network_score >= sure_of_short_name) continue;
            for (auto longer = known.lower_bound(mine); longer != known.end() && longer->first.starts_with(mine); ++longer) {
                if (longer->second.first < settled.proposal.network_score || longer->first.size() <= mine.size()) continue;
                settled.proposal.network = longer->first;
                settled.presentation.key = longer->second.second;
                break;
            }
        }
    }

    /// Where no words tell who leads a network, the build of the text may.
    void imply_leads() {
        std::set<std::string> led;
        const auto is_lead = [](const PlacedEntry& e) { return e.role == atlas::Role::lead; };
        for (const auto& s : settled_)
            if (std::any_of(s.proposal.entries.begin(), s.proposal.entries.end(), is_lead)) led.insert(s.presentation.key);
        for (auto& s : settled_)
            if (!s.proposal.weak && !s.presentation.key.empty() && !led.contains(s.presentation.key) &&
                imply_lead(page_, s.proposal, s.about))
                led.insert(s.presentation.key);
    }

    /// "Danske byer i netværkene": of a page about one country's towns, those named without country are there.
    void tell_page_country() {
        const auto country = page_country(page_.reading, page_.names);
        if (!country || !page_.reading.knows_towns()) return;
        std::set<std::string> abroad; // networks with a country told, or a town that is not there
        for (const auto& s : settled_)
            for (const auto& placed : s.proposal.entries) {
                const auto name = page_.reading.blocks()[placed.block].text_of(placed.entry.name);
                if (!placed.entry.country.empty() || !page_.reading.holds_town(name, *country)) abroad.insert(s.presentation.key);
            }
        for (auto& s : settled_)
            if (!abroad.contains(s.presentation.key))
                for (auto& placed : s.proposal.entries) placed.entry.country = *country;
    }

    void note_clusters(const Clusters& clusters) {
        for (const auto& settled : settled_) {
            auto cluster = settled.proposal.cluster;
            if (cluster.empty()) cluster = Clusters::said_in(page_, settled.presentation.block, settled.proposal.last_block);
            if (cluster.empty()) cluster = clusters.over(settled.presentation.block);
            if (!cluster.empty()) clusters_.emplace(settled.presentation.key, std::move(cluster));
            names_.emplace(settled.presentation.key, settled.proposal.network);
        }
    }

    void add_rows(const Settled& settled) {
        for (const auto& placed : settled.proposal.entries) {
            const auto& block = page_.reading.blocks()[placed.block];
            const std::string partner(block.text_of(placed.entry.name));
            const auto key = std::tuple(settled.presentation.key, base::fold_exact(partner), placed.entry.country);
            if (const auto known = rows_.find(key); known != rows_.end()) {
                if (placed.role == atlas::Role::lead) extract_.mentions[known->second].role = atlas::Role::lead;
                continue;
            }
            rows_.emplace(key, extract_.mentions.size());
            const auto line = block.line_at(placed.entry.name.begin);
            const auto cluster = clusters_.find(settled.presentation.key);
            extract_.mentions.push_back({.network = names_.at(settled.presentation.key),
                                         .cluster = cluster == clusters_.end() ? std::string() : cluster->second,
                                         .role = placed.role,
                                         .partner = partner,
                                         .country = placed.entry.country,
                                         .source = page_.reading.document().source_name,
                                         .line = line});
            if (placed.entry.doubted) doubt(partner, placed.entry.country, line);
        }
    }

    void doubt(const std::string& partner, const std::string& country, int line) {
        extract_.report.add({.code = "country-doubted",
                             .source = page_.reading.document().source_name,
                             .line = line,
                             .found = partner + ": a code that is not " + country,
                             .expected = country});
    }

    /// A partner said without its country in one place and with it in another is one; the row with the country stays.
    void join_twins() {
        std::map<std::pair<std::string, std::string>, std::size_t> with_country;
        for (std::size_t i = 0; i < extract_.mentions.size(); ++i)
            if (const auto& m = extract_.mentions[i]; !m.country.empty())
                with_country.try_emplace({m.network, base::fold_exact(m.partner)}, i);
        const auto twin_of = [&](const Mention& m) {
            return m.country.empty() ? with_country.find({m.network, base::fold_exact(m.partner)}) : with_country.end();
        };
        for (const auto& m : extract_.mentions)
            if (const auto twin = twin_of(m); twin != with_country.end() && m.role == atlas::Role::lead)
                extract_.mentions[twin->second].role = atlas::Role::lead;
        std::erase_if(extract_.mentions, [&](const Mention& m) { return twin_of(m) != with_country.end(); });
    }

    void sort_by_line() {
        std::stable_sort(extract_.mentions.begin(), extract_.mentions.end(),
                         [](const Mention& a, const Mention& b) { return a.line < b.line; });
    }

    const Page& page_;
    Extract& extract_;
    std::optional<TitleRanks> ranks_;
    std::vector<Settled> settled_;
    std::map<std::string, std::string> clusters_;
    std::map<std::string, std::string> names_;
    std::map<std::tuple<std::string, std::string, std::string>, std::size_t> rows_;
    std::map<std::size_t, std::set<std::string>> presented_; ///< heading → networks that paragraphs below it name
    std::size_t named_ = 0;                                  ///< paragraphs that name a network of their own
    std::string network_before_;
    std::size_t section_ = 0;
};

} // namespace

Knowledge knowledge_of(const gazetteer::Gazetteer& gazetteer, const gazetteer::Countries& countries) {
    const auto is_town = [&gazetteer](std::string_view name, std::string_view country) {
        const auto found = gazetteer.named(base::fold_for_search(name));
        return std::any_of(found.begin(), found.end(), [&](const gazetteer::NamedPlace& named) {
            const auto& code = gazetteer.record(named.index).country;
            return country.empty() || std::string_view(code.data(), code.size()) == country;
        });
    };
    const auto is_town_form = [&gazetteer](std::string_view name, std::string_view country) {
        constexpr std::uint32_t least_population = 10'000;
        const auto fits = [&](const gazetteer::NamedPlace& named) {
            const auto& record = gazetteer.record(named.index);
            const std::string_view code(record.country.data(), record.country.size());
            return country.empty() ? record.population >= least_population && gazetteer::in_europe(code) : code == country;
        };
        const auto folded = base::fold_for_search(name);
        auto forms = folded.find(' ') == std::string::npos ? gazetteer::base_forms(folded, gazetteer) : std::vector<std::string>{};
        forms.push_back(folded);
        return std::any_of(forms.begin(), forms.end(), [&](const std::string& form) {
            const auto found = gazetteer.named(form);
            return std::any_of(found.begin(), found.end(), fits);
        });
    };
    const auto plain_country = [&countries](std::string_view text) {
        auto code = countries.by_code(text);
        return code ? code : countries.by_name(base::fold_for_search(text));
    };
    return {.country = [&countries](std::string_view text) { return countries.alpha2(text); },
            .plain_country = plain_country,
            .is_town = is_town,
            .is_town_form = is_town_form,
            .confused_with = [](const std::string& alpha2) { return gazetteer::Countries::confused_with(alpha2); }};
}

Extract extract_page(const Document& document, const ExtractOptions& options) {
    const Reading reading(document, options);
    Extract extract;
    read_points(reading, extract);
    const NetworkNames names(reading);
    const NetworkSections sections(reading, names);
    const Page page{reading, names, sections};
    Extraction(page, extract).run();
    return extract;
}

} // namespace cityweave::ingest
